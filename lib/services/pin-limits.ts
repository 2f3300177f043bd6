import type { Config } from '#lib/config'
import { AppError } from '#lib/core/errors'
import type { ImportedCapture } from '#lib/exporters/imported-capture'
import type { Runtime } from '#lib/runtime'
import type { PinLimits } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'

type Limits = Pick<Config, 'maxCapturesPerBin' | 'maxPinnedBytesPerBin' | 'maxDatabaseBytes'>

/**
 * Retention never deletes pinned captures. If they could fill a bin, each new capture would be deleted at once; if they could fill the
 * database, its ceiling would not hold. So pins get at most half of either.
 */
export function pinLimits({ maxCapturesPerBin, maxPinnedBytesPerBin, maxDatabaseBytes }: Limits): PinLimits {
  return {
    count: Math.max(1, Math.floor(maxCapturesPerBin / 2)),
    bytes: maxPinnedBytesPerBin,
    totalBytes: maxDatabaseBytes === null ? null : Math.floor(maxDatabaseBytes / 2),
  }
}

/** Decides which captures of an import stay pinned: as many as there is room for when the import starts. */
export function createPinAllowance(rt: Pick<Runtime, 'store' | 'config'>, bin: StoredBin) {
  let room: { count: number; bytes: number } | null = null
  return async (capture: ImportedCapture): Promise<boolean> => {
    room ??= await rt.store.pinRoom(bin.key, pinLimits(rt.config))
    const { target, headers, trailers, body, note } = capture
    const text = [target, ...headers.flat(), ...trailers.flat(), note ?? ''].join('\n')
    const bytes = body.byteLength + Buffer.byteLength(text) + bin.id.length
    if (room.count < 1 || room.bytes < bytes) return false
    room = { count: room.count - 1, bytes: room.bytes - bytes }
    return true
  }
}

export function pinsFull(): AppError {
  return new AppError('pins_full', 'No more captures can be pinned: pins are at their limit. Unpin some that are not needed.')
}
