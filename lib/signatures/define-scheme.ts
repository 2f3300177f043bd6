import type { SenderId } from '#lib/senders/index'
import type { Mechanism, Scheme, SchemeFacts } from './scheme'

type Definition = Omit<SchemeFacts, 'kind' | 'toleranceSeconds'> & {
  kind?: SchemeFacts['kind']
  toleranceSeconds?: number
  /** Default: the scheme's own id, if lib/senders has a sender with that id. */
  senders?: readonly SenderId[]
}

/** Joins the facts shown to people with the mechanism of a family. `kind` defaults to `hmac`. */
export function defineScheme(
  { kind = 'hmac', toleranceSeconds, senders = [], ...facts }: Definition,
  mechanism: Mechanism,
): Scheme {
  return { kind, toleranceSeconds: toleranceSeconds ?? null, senders, ...facts, ...mechanism }
}
