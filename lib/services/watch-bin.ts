import type { BinListener, Watch } from '#lib/live/live'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import type { Origins } from './origins'
import { ownedBin } from './owned-bin'
import { binUrls } from './present'

/** A stream that may begin. `lastSeq`: how far the bin has come. */
export type BinStream = { lastSeq: number; start(listener: BinListener): Watch }

/**
 * The one way to a bin's stream, for the socket and for Server-Sent Events. Without `after` it begins with the next capture;
 * an `after` that the bin has not reached (its database was restored) counts as its end.
 * @throws what `ownedBin` throws
 */
export async function watchBin(
  rt: Runtime,
  owner: Owner | null,
  binId: string,
  { after, origins }: { after: number | undefined; origins: Origins },
): Promise<BinStream> {
  const bin = await ownedBin(rt, owner, binId)
  const from = Math.min(after ?? bin.lastSeq, bin.lastSeq)
  return {
    lastSeq: bin.lastSeq,
    start: (listener) => rt.live.watch(bin, from, (event) => listener(seenFrom(origins, event))),
  }
}

type StreamEvent = Parameters<BinListener>[0]

/** Who changed the bin may know this server by another name than who watches it. */
function seenFrom(origins: Origins, event: StreamEvent): StreamEvent {
  if (event.type !== 'bin:updated') return event
  return { ...event, bin: { ...event.bin, ...binUrls(event.bin.id, origins) } }
}
