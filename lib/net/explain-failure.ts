import type { DeliveryError } from '#lib/core/delivery'
import type { Target } from './target'

/** How far an exchange has come, named by what it waits for. */
export type Phase = 'lookup' | 'connect' | 'handshake' | 'answer' | 'body'

/** Why a delivery got no response, or an incomplete one. docs/resend.md lists the same codes; a test compares them. */
export const FAILURE_CODES = [
  'dns_failed',
  'connection_refused',
  'unreachable',
  'timed_out',
  'tls_failed',
  'connection_reset',
  'response_malformed',
  'response_headers_too_large',
  'response_incomplete',
  'cancelled',
  'send_failed',
] as const
type FailureCode = (typeof FAILURE_CODES)[number]

/** The time limit of the whole exchange passed. */
export class DeadlineExceededError extends Error {
  override readonly name = 'DeadlinePassed'
  constructor(readonly timeoutMs: number) {
    super(`no complete answer within ${timeoutMs} ms`)
  }
}

/** The caller cancelled the exchange and no longer waits for the response. */
export class CancelledError extends Error {
  override readonly name = 'CallerLeft'
}

const PHASE_TEXTS: Readonly<Record<Phase, string>> = {
  lookup: 'its name was still being resolved',
  connect: 'it had not accepted the connection',
  handshake: 'the TLS handshake was not done',
  answer: 'no response had come',
  body: 'the response was still coming',
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
])
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE'])

/** Maps errors of Node's sockets and TLS, and of the response parser, to a stable code and a sentence that says what to check. */
export function explainFailure(error: unknown, phase: Phase, target: Target): DeliveryError {
  const at = `${target.hostname}:${target.port}`
  const code = codeOf(error)
  const as = (failure: FailureCode, message: string): DeliveryError => ({ code: failure, message })

  if (error instanceof DeadlineExceededError) {
    return as('timed_out', `${at} took more than ${error.timeoutMs / 1000} s: ${PHASE_TEXTS[phase]}.`)
  }
  if (error instanceof CancelledError) {
    return as(
      'cancelled',
      `It was cancelled before ${at} had responded: ${PHASE_TEXTS[phase]}. The request may have arrived anyway.`,
    )
  }
  if (phase === 'lookup') return as('dns_failed', `The name ${target.hostname} could not be resolved: ${lookupFault(code)}.`)
  if (code === 'ECONNREFUSED') return as('connection_refused', `${at} refused the connection: nothing listens there.`)
  if (code === 'ETIMEDOUT')
    return as('timed_out', `${at} did not respond: ${PHASE_TEXTS[phase]}. A firewall may drop the packets.`)
  if (UNREACHABLE.has(code))
    return as('unreachable', `${at} cannot be reached from here (${code}): there is no route, or a firewall blocks it.`)
  if (phase === 'handshake') return as('tls_failed', `The TLS handshake with ${at} failed: ${handshakeFault(error, code)}.`)
  if (code === 'HPE_HEADER_OVERFLOW')
    return as('response_headers_too_large', `The headers of the response from ${at} are over 64 KiB.`)
  if (code.startsWith('HPE_')) {
    return as(
      'response_malformed',
      `The response from ${at} is not HTTP/1.1 (${code}).${target.secure ? '' : ' Does it expect https?'}`,
    )
  }
  if (phase === 'body') return as('response_incomplete', `${at} closed the connection before its response was complete.`)
  if (BROKEN.has(code)) return as('connection_reset', `${at} closed the connection without a response.`)
  return as('send_failed', `The request to ${at} failed${code === '' ? '' : ` (${code})`}.`)
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return typeof code === 'string' ? code : ''
}

function lookupFault(code: string): string {
  if (code === 'ENOTFOUND' || code === 'ENODATA') return 'there is no such name, or no address under it'
  return code === 'EAI_AGAIN' ? 'the name server does not respond' : `the lookup failed (${code})`
}

const SELF_SIGNED: ReadonlySet<string> = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'])
const UNKNOWN_ISSUER: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])
const TRUST = 'the operator of this Creel can trust it with NODE_EXTRA_CA_CERTS=<file of the certificate>'

function handshakeFault(error: unknown, code: string): string {
  if (SELF_SIGNED.has(code)) return `the certificate is self-signed; ${TRUST}`
  if (UNKNOWN_ISSUER.has(code))
    return `the issuer of the certificate is unknown, or the target sends no intermediate certificate; ${TRUST}`
  if (code === 'CERT_HAS_EXPIRED') return 'the certificate has expired'
  if (code === 'CERT_NOT_YET_VALID') return 'the certificate is not valid yet'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'the certificate is for another name'
  if (BROKEN.has(code)) return 'the target closed the connection during the handshake'
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `the target does not speak a supported version of TLS (${code}); is it http?`
  return error instanceof Error ? error.message : code
}
