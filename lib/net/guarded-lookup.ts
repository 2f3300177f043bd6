import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { Guard } from './guard'
import type { Target } from './target'

/** `dns.lookup` with `all: true`. Tests pass a fake. */
export type Resolve = (
  hostname: string,
  options: { all: true; family?: number | 'IPv4' | 'IPv6'; hints?: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * The socket's own lookup, with the guard inside it. There is only one lookup, all its answers are judged, and the socket dials only what
 * was judged. So a name that resolves to something else a moment later (DNS rebinding) gains nothing.
 */
export function guardedLookup(resolve: Resolve, guard: Guard, target: Target, onResolved: () => void): LookupFunction {
  return (hostname, { all, family, hints }, callback) => {
    resolve(hostname, { all: true, family, hints }, (error, answers) => {
      if (error) return callback(error, [])
      let passed: LookupAddress[]
      try {
        passed = guard.checkAnswers(target, answers)
      } catch (refusal) {
        return callback(refusal as Error, [])
      }
      const [first] = passed
      if (!first) return callback(Object.assign(new Error(`no address for ${hostname}`), { code: 'ENODATA' }), [])
      onResolved()
      if (all) callback(null, passed)
      else callback(null, first.address, first.family)
    })
  }
}
