import { EXIT, type ExitCode, usageError } from '../exit'
import type { Output } from '../output'
import { binId, requireKey, type Server } from '../server'

/** Flags of `creel send` that have no meaning for a sample. */
const NOT_WITH_SAMPLE = ['method', 'path', 'header', 'data', 'file', 'saved', 'timeout'] as const

type SampleValues = { sample: string; sign?: string | undefined } & { [Name in (typeof NOT_WITH_SAMPLE)[number]]?: unknown }

/** `creel send --sample stripe:invoice.paid`: the server creates, signs and stores the request. */
export async function sendSample(server: Server, out: Output, word: string | undefined, values: SampleValues): Promise<ExitCode> {
  const { sample, sign } = values
  const other = NOT_WITH_SAMPLE.find((name) => values[name] !== undefined)
  if (other) throw usageError(`--${other} cannot be combined with --sample, which creates the whole request.`)
  const bin = binId(word, server)
  requireKey(server)
  const [, provider, event] = /^([^:]*):?(.*)$/s.exec(sample)!
  const { samples } = await server.client.listSamples({})
  const known = samples.find((each) => each.provider === provider)
  if (!known)
    throw usageError(
      `There are no samples of "${provider}". The providers are: ${samples.map((each) => each.provider).join(', ')}.`,
    )
  if (!known.events.includes(event!))
    throw usageError(`Which event of ${provider}? ${known.events.map((each) => `${provider}:${each}`).join(', ')}`)
  const body = { provider: provider!, event: event!, ...signing(sign, known.schemes[0]) }
  const sent = await server.client.sendSample({ bin, body })
  out.record({ type: 'ready', url: server.url, bin })
  out.record({ type: 'sent', captureId: sent.captureId, scheme: sent.scheme, secretId: sent.secretId })
  out.line(sent.captureId)
  out.info(
    sent.scheme === null
      ? 'The request is unsigned.'
      : `Signed as ${sent.scheme}${sent.secretId === null ? '' : ` with ${sent.secretId}`}.`,
  )
  return EXIT.done
}

function signing(sign: string | undefined, scheme: string | undefined) {
  if (sign === undefined) return {}
  if (sign !== 'new') return { secretId: sign }
  if (scheme === undefined) throw usageError('--sign: only the provider has the key that signs these requests.')
  return { scheme }
}
