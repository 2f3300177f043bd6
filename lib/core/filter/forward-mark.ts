import type { Term } from './filter'

/** `dead`: in any forward; `staging.dead`: in the forward with this name or id, in lower case. */
export function forwardMark({ what, of }: Pick<Extract<Term, { kind: 'forward' }>, 'what' | 'of'>): string {
  return of === null ? what : `${of}.${what}`
}
