import { lookup } from 'node:dns'
import { AppError } from '#lib/core/errors'
import { LOOPBACK } from '#lib/core/loopback'
import { createFairPool } from '#lib/limits/fair-pool'
import { createAllowList } from './allow-list'
import { exchange } from './exchange'
import { createGuard } from './guard'
import type { Resolve } from './guarded-lookup'
import type { SendRequest } from './guarded-request'
import { readTarget } from './target'

export type SenderOptions = {
  /** Entries as `parseAllowEntry` takes them. */
  resendAllow: readonly string[]
  resolve?: Resolve
  /** PEM; in place of the authorities that Node trusts. */
  trustedCa?: string
}

/** Slow targets hold bodies for as long as the deadline. At 1 MiB for each answer, this is some 250 ordinary resends at once. */
const IN_FLIGHT_BYTES_MAX = 256 * 1_048_576

/** Every request has a connection of its own, so that nothing of one owner's reaches another's. @throws {RangeError} for a bad entry */
export function createSender({ resendAllow, resolve = lookup, trustedCa }: SenderOptions): SendRequest {
  const guard = createGuard(createAllowList(resendAllow), { local: resendAllow.includes(LOOPBACK) })
  const memory = createFairPool({ max: IN_FLIGHT_BYTES_MAX })
  return async (request) => {
    const target = readTarget(request.url)
    guard.checkTarget(target)
    const hold = memory.take({ address: request.share }, request.body.byteLength + request.responseBytesMax)
    if (!hold) throw noRoom()
    try {
      return await exchange(request, target, { guard, resolve, trustedCa })
    } finally {
      hold.release()
    }
  }
}

/** What a request to this URL would be refused without a look-up. @throws `invalid_input`, `target_forbidden` */
export function createTargetCheck({ resendAllow }: Pick<SenderOptions, 'resendAllow'>): (url: string) => void {
  const guard = createGuard(createAllowList(resendAllow), { local: resendAllow.includes(LOOPBACK) })
  return (url) => guard.checkTarget(readTarget(url))
}

function noRoom(): AppError {
  const headers = { 'retry-after': '1' }
  return new AppError('too_many_requests', 'Too many resends are in flight. Try again in a moment.', { headers })
}
