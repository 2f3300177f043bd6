import type { SenderId } from '#lib/senders/index'
import type { Mechanism, Scheme, SchemeFacts } from './scheme'

type Definition = Omit<SchemeFacts, 'kind' | 'toleranceSeconds'> & {
  kind?: SchemeFacts['kind']
  toleranceSeconds?: number
  /** The scheme's own id where lib/senders knows a sender of that name. */
  senders?: readonly SenderId[]
}

/** A scheme is what people are told about it and how its family works. `kind` is `hmac` unless said. */
export function defineScheme(
  { kind = 'hmac', toleranceSeconds, senders = [], ...facts }: Definition,
  mechanism: Mechanism,
): Scheme {
  return { kind, toleranceSeconds: toleranceSeconds ?? null, senders, ...facts, ...mechanism }
}
