import { AppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'

/** Takes a place among the waiting callers. Returns the function that releases it. @throws `too_many_requests` */
export function enterWait({ limits }: Pick<Runtime, 'limits'>, bin: StoredBin, address: string): () => void {
  const left: (() => void)[] = []
  const leave = () => {
    for (const each of left) each()
  }
  const places = [
    limits.waits.byAddress.enter(limitSubject(address)),
    limits.waits.byOwner.enter(bin.ownerId),
    limits.waits.all.enter(''),
  ]
  left.push(...places.filter((place) => place !== null))
  if (left.length === places.length) return leave
  leave()
  throw new AppError('too_many_requests', 'Too many waits are open. Wait until one of them ends.', {
    headers: { 'retry-after': '5' },
  })
}
