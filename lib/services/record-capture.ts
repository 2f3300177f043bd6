import { crc32 } from 'node:zlib'
import { AppError } from '#lib/core/errors'
import { captureId } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import type { NewCapture } from '#lib/store/stored-capture'

/** A request as it came off the wire, its body read. */
export type ReceivedRequest = Omit<NewCapture, 'binKey' | 'bodyCrc32'>

/**
 * Stores a request and gives its seq and public id. Resolves after the commit: what is answered with a 2xx is on disk.
 * Watchers are told by the writer, batch by batch, after the commit too: one that hears of a capture can fetch it.
 *
 * @throws `bin_not_found` when the bin went away meanwhile; nothing is stored then.
 * @throws `storage_unavailable` when it cannot be stored now.
 */
export async function recordCapture(rt: Runtime, bin: StoredBin, request: ReceivedRequest): Promise<{ seq: number; id: string }> {
  const seq = await rt.writer.add(bin, { binKey: bin.key, bodyCrc32: crc32(request.body), ...request })
  if (seq === null) {
    rt.bins.forget(bin.id)
    throw new AppError('bin_not_found', `There is no bin ${bin.id}.`)
  }
  rt.metrics.captured(request.body.byteLength)
  return { seq, id: captureId(bin.captureTag, seq) }
}
