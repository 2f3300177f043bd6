import { AppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'

/** Takes a slot for a waiting caller. Returns the function that releases it. @throws `too_many_requests` */
export function reserveWait({ limits }: Pick<Runtime, 'limits'>, bin: StoredBin, address: string): () => void {
  const releases: (() => void)[] = []
  const release = () => {
    for (const each of releases) each()
  }
  const slots = [
    limits.waits.byAddress.acquire(limitSubject(address)),
    limits.waits.byOwner.acquire(bin.ownerId),
    limits.waits.all.acquire(''),
  ]
  releases.push(...slots.filter((place) => place !== null))
  if (releases.length === slots.length) return release
  release()
  throw new AppError('too_many_requests', 'Too many waits are open. Wait until one of them ends.', {
    headers: { 'retry-after': '5' },
  })
}
