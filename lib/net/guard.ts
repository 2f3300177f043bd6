import { isIP } from 'node:net'
import { AppError } from '#lib/core/errors'
import { isLoopbackName, LOOPBACK } from '#lib/core/loopback'
import { readAddress, refusedKind } from './address-guard'
import type { AllowList } from './allow-list'
import { refusedPort } from './blocked-ports'
import { dialledHost, type Target } from './target'

/** Decides what a resend may dial. */
export type Guard = {
  /** Before any lookup, checks the port, and the address if the URL contains one. @throws `target_forbidden` */
  checkTarget(target: Target): void
  /**
   * Judges all addresses that the target's name resolved to and returns those that may be dialled. One refused address refuses the name.
   * The exception is `localhost` (RFC 6761 section 6.3): refused addresses are only left out, because it often also resolves to ::1, which
   * an operator who allowed 127.0.0.1 did not think of.
   * @throws `target_forbidden`
   */
  checkAnswers<Answer extends { address: string }>(target: Target, answers: readonly Answer[]): Answer[]
}

type Refused = { address: string; kind: string }

const SHOWN_MAX = 3

/** `local`: the list contains `loopback`. The advice in a refusal then includes it, because what an operator pastes replaces the list. */
export function createGuard(allow: AllowList, { local = false } = {}): Guard {
  const kept = local ? `${LOOPBACK},` : ''

  /** Why the address `text` of this target may not be dialled, or null. */
  function faultOf(text: string, { hostname, port }: Target): Refused | null {
    const address = readAddress(text)
    if (!address) return { address: text, kind: 'no address at all' }
    const kind = refusedKind(address)
    return kind === null || allow.allowsAddress(address, port, hostname) ? null : { address: address.toString(), kind }
  }

  function checkAnswers<Answer extends { address: string }>(target: Target, answers: readonly Answer[]): Answer[] {
    if (allow.allowsEndpoint(target.hostname, target.port)) return [...answers]
    const judged = answers.map((answer) => ({ answer, fault: faultOf(answer.address, target) }))
    const passed = judged.filter(({ fault }) => fault === null).map(({ answer }) => answer)
    const faults = judged.map(({ fault }) => fault).filter((fault) => fault !== null)
    if (faults.length > 0 && !(isLoopbackName(target.hostname) && passed.length > 0)) throw forbiddenAddress(target, faults, kept)
    return passed
  }

  return {
    checkAnswers,
    checkTarget(target) {
      if (allow.allowsEndpoint(target.hostname, target.port)) return
      const why = refusedPort(target.port)
      if (why !== null) throw forbiddenPort(target, why, kept)
      const address = dialledHost(target)
      if (isIP(address)) checkAnswers(target, [{ address }]) // Node does not look up an address, so the guarded lookup would never check it
    },
  }
}

function forbiddenAddress(target: Target, refused: readonly Refused[], kept: string): AppError {
  const addresses = refused.slice(0, SHOWN_MAX).map(({ address, kind }) => `${address}, ${kind}`)
  const is = isIP(dialledHost(target)) ? 'it is' : `${target.hostname} resolves to`
  const networks = refused.slice(0, SHOWN_MAX).map(({ address }) => `${address}/${isIP(address) === 4 ? 32 : 128}`)
  return new AppError(
    'target_forbidden',
    `A resend may not reach ${endpointOf(target)}: ${is} ${addresses.join('; and ')}. The operator of this Creel can allow it: start it ` +
      `with CREEL_RESEND_ALLOW=${kept}${endpointOf(target)} npm start (this host and port) or ` +
      `CREEL_RESEND_ALLOW=${kept}${networks.join(',')} npm start (any port).`,
  )
}

function forbiddenPort(target: Target, why: string, kept: string): AppError {
  return new AppError(
    'target_forbidden',
    `A resend may not reach ${endpointOf(target)}: port ${target.port} is ${why}. The operator of this Creel can allow it: start it with ` +
      `CREEL_RESEND_ALLOW=${kept}${endpointOf(target)} npm start.`,
  )
}

function endpointOf({ hostname, port }: Target): string {
  return `${hostname}:${port}`
}
