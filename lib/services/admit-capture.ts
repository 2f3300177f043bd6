import { AppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import type { CaptureRefusal } from '#lib/core/refusal'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import { takeRate } from './take-rate'

/** Deleting captures by hand or by retention makes room; there is no telling when. */
const FULL_RETRY_SECONDS = '60'
const DELAYED_RETRY_SECONDS = '2'

/** What may refuse a capture before its body is read. */
export type Admission = {
  /** Nothing where it is decided already. `address`: the sender's. @throws `too_many_requests`; the owner will see it counted */
  admit(bin: StoredBin, address: () => string, delayedCount: number): Promise<void> | undefined
  /** These bytes were stored: the bin's own count is up to a second old. */
  stored(bin: StoredBin, bytes: number): void
}

/** null where no limit is set that could refuse one: then it costs nothing. */
export function createAdmission(rt: Runtime): Admission | null {
  const { limitBytesPerBin, limitDelayedReplies } = rt.config
  const rates = (['captures-per-bin', 'captures-per-address'] as const).filter((name) => rt.limits.isLimited(name))
  if (rates.length === 0 && limitBytesPerBin === null) return limitDelayedReplies === null ? null : delayedOnly(rt)

  const storedSince = new WeakMap<StoredBin, number>() // a bin that is looked up again is another object
  return {
    admit(bin, address, delayedCount) {
      checkDelayed(rt, bin, delayedCount)
      if (limitBytesPerBin !== null && bin.byteCount + (storedSince.get(bin) ?? 0) >= limitBytesPerBin) {
        throw refusal(rt, bin, 'bytes_per_bin', `This bin holds the ${limitBytesPerBin} bytes that it may.`, FULL_RETRY_SECONDS)
      }
      return rates.length === 0 ? undefined : takeAll(rt, bin, rates, address)
    },
    stored(bin, bytes) {
      if (limitBytesPerBin !== null) storedSince.set(bin, (storedSince.get(bin) ?? 0) + bytes)
    },
  }
}

/** The only limit by default: a comparison, and only for bins whose replies are delayed. */
function delayedOnly(rt: Runtime): Admission {
  return {
    admit(bin, _address, delayedCount) {
      checkDelayed(rt, bin, delayedCount)
      return undefined
    },
    stored() {},
  }
}

function checkDelayed(rt: Runtime, bin: StoredBin, delayedCount: number): void {
  const max = rt.config.limitDelayedReplies
  if (max === null || bin.response.delayMs === 0 || delayedCount < max) return
  throw refusal(rt, bin, 'delayed_replies', 'Too many replies wait for their delay already.', DELAYED_RETRY_SECONDS)
}

type CaptureRate = 'captures-per-bin' | 'captures-per-address'

async function takeAll(rt: Runtime, bin: StoredBin, rates: readonly CaptureRate[], address: () => string): Promise<void> {
  for (const name of rates) {
    try {
      await takeRate(rt, name, name === 'captures-per-bin' ? String(bin.key) : limitSubject(address()))
    } catch (error) {
      rt.refusals.count(bin.key, name === 'captures-per-bin' ? 'captures_per_bin' : 'captures_per_address')
      throw error
    }
  }
}

function refusal(rt: Runtime, bin: StoredBin, reason: CaptureRefusal, message: string, retryAfter: string): AppError {
  rt.refusals.count(bin.key, reason)
  return new AppError('too_many_requests', message, { headers: { 'retry-after': retryAfter } })
}
