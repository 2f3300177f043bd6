import { AppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import type { CaptureRefusal } from '#lib/core/refusal'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import { takeRate } from './take-rate'

/** A guess: there is room again when captures are deleted or expire. */
const FULL_RETRY_SECONDS = '60'

/** Checks that may refuse a capture before its body is read. */
export type Admission = {
  /** Undefined: admitted at once. `address`: the sender's. @throws `too_many_requests`, which is counted for the owner */
  admit(bin: StoredBin, address: string): Promise<void> | undefined
  /** Call it with the stored bytes, because the bin's own count is up to a second old. */
  stored(bin: StoredBin, bytes: number): void
}

/** null if no limit that could refuse a capture is set, so that the check costs nothing. */
export function createAdmission(rt: Runtime): Admission | null {
  const { limitBytesPerBin } = rt.config
  const rates = (['captures-per-bin', 'captures-per-address'] as const).filter((name) => rt.limits.isLimited(name))
  if (rates.length === 0 && limitBytesPerBin === null) return null

  const storedSince = new WeakMap<StoredBin, number>() // a bin that is loaded again is another object
  return {
    admit(bin, address) {
      if (limitBytesPerBin !== null && bin.byteCount + (storedSince.get(bin) ?? 0) >= limitBytesPerBin) {
        throw refusal(rt, bin, 'bytes_per_bin', `This bin holds its maximum of ${limitBytesPerBin} bytes.`, FULL_RETRY_SECONDS)
      }
      return rates.length === 0 ? undefined : takeAll(rt, bin, rates, address)
    },
    stored(bin, bytes) {
      if (limitBytesPerBin !== null) storedSince.set(bin, (storedSince.get(bin) ?? 0) + bytes)
    },
  }
}

type CaptureRate = 'captures-per-bin' | 'captures-per-address'

async function takeAll(rt: Runtime, bin: StoredBin, rates: readonly CaptureRate[], address: string): Promise<void> {
  for (const name of rates) {
    try {
      await takeRate(rt, name, name === 'captures-per-bin' ? String(bin.key) : limitSubject(address))
    } catch (error) {
      rt.refusals.count(bin.key, name === 'captures-per-bin' ? 'captures_per_bin' : 'captures_per_address')
      throw error
    }
  }
}

/**
 * Whether a capture whose sender disconnected before the end of its body may be stored. Such requests cost their sender the least,
 * because nobody waits for an answer, so they have a limit of their own. The owner sees how many were not stored.
 */
export async function mayStoreAborted(rt: Runtime, bin: StoredBin): Promise<boolean> {
  const verdict = await rt.limits.take('aborted-captures', String(bin.key))
  if (verdict === null || verdict.allowed) return true
  rt.refusals.count(bin.key, 'aborted_captures')
  return false
}

function refusal(rt: Runtime, bin: StoredBin, reason: CaptureRefusal, message: string, retryAfter: string): AppError {
  rt.refusals.count(bin.key, reason)
  return new AppError('too_many_requests', message, { headers: { 'retry-after': retryAfter } })
}
