import { bodyCause, distinctBodies } from './bodies'
import type { Cause } from './cause'
import { type KeyVariant, keyCause } from './keys'
import type { Trials } from './trials'

/** Pairs of changes are not tried on larger bodies: it would take too long. */
const PAIRED_BYTES_MAX = 65_536

const PAIRED: ReadonlySet<string> = new Set(['body_newline', 'body_escaping', 'body_reserialised', 'body_form'])

/** Two mistakes at once: the secret was read in another way and the body was changed. The causes name both. */
export function* pairCauses(trials: Trials, keys: readonly KeyVariant[]): Generator<undefined, Cause[]> {
  const { scheme, parts } = trials
  if (scheme.kind !== 'hmac' || !scheme.signsBody || parts.body.length > PAIRED_BYTES_MAX) return []
  const common = keys.filter(({ isCommon }) => isCommon)
  if (common.length === 0) return []
  for (const made of distinctBodies(trials, (code) => PAIRED.has(code))) {
    yield
    if (made === null) continue
    const { variant, bytes } = made
    for (const key of common) {
      if (trials.matches({ parts: { body: bytes }, keys: [key.key] }))
        return [keyCause(key), bodyCause(variant, parts.body, bytes)]
      yield
    }
  }
  return []
}
