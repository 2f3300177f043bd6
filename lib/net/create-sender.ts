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
  /** Entries that `parseAllowEntry` accepts. */
  resendAllow: readonly string[]
  resolve?: Resolve
  /** PEM. Replaces the certificate authorities that Node trusts. */
  trustedCa?: string
}

/** A slow target keeps bodies in memory until the deadline. At 1 MiB per response, this allows about 250 ordinary resends at once. */
const IN_FLIGHT_BYTES_MAX = 256 * 1_048_576

/** Without `connections`, every request uses its own, so that nothing leaks between owners. @throws {RangeError} for a bad entry */
export function createSender({ resendAllow, resolve = lookup, trustedCa }: SenderOptions): SendRequest {
  const guard = createGuard(createAllowList(resendAllow), { local: resendAllow.includes(LOOPBACK) })
  const memory = createFairPool({ max: IN_FLIGHT_BYTES_MAX })
  return async (request) => {
    const target = readTarget(request.url)
    guard.checkTarget(target)
    const hold = memory.take({ address: request.share }, request.body.byteLength + request.responseBytesMax)
    if (!hold) throw tooManyInFlight()
    try {
      return await exchange(request, target, { guard, resolve, trustedCa })
    } finally {
      hold.release()
    }
  }
}

/** Checks a URL as far as possible without a DNS lookup. The returned function @throws `invalid_input`, `target_forbidden` */
export function createTargetCheck({ resendAllow }: Pick<SenderOptions, 'resendAllow'>): (url: string) => void {
  const guard = createGuard(createAllowList(resendAllow), { local: resendAllow.includes(LOOPBACK) })
  return (url) => guard.checkTarget(readTarget(url))
}

function tooManyInFlight(): AppError {
  const headers = { 'retry-after': '1' }
  return new AppError('too_many_requests', 'Too many resends are in flight. Try again in a moment.', { headers })
}
