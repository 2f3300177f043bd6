import type { CaptureSummary } from '#lib/core/capture'
import { captureId } from '#lib/core/ids'
import type { View } from '#lib/core/view'
import type { BinEvent, Watch } from '#lib/live/live'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import type { Viewer } from './find-viewer'
import type { Origins } from './origins'
import { binUrls } from './present'
import { shownEvent, viewedBin } from './viewed-bin'
import { watchAccess } from './watch-access'

/** What a watcher hears. `access:ended` is the last: the link was revoked or has expired, or the key was replaced. */
export type StreamEvent =
  | { type: 'captures'; captures: CaptureSummary[] }
  | Exclude<BinEvent, { type: 'access:changed' }>
  | { type: 'access:ended' }

/** As `BinListener`: a promise that it returns holds the stream. */
export type StreamListener = (event: StreamEvent) => void | Promise<void>

/** A stream that may begin. `lastSeq`: how far the bin has come. */
export type BinStream = { lastSeq: number; start(listener: StreamListener): Watch }

/**
 * The one way to a bin's stream, for the socket and for Server-Sent Events. Without `after` it begins with the next capture;
 * an `after` that the bin has not reached (its database was restored) counts as its end.
 * @throws what `viewedBin` throws
 */
export async function watchBin(
  rt: Runtime,
  viewer: Viewer | null,
  binId: string,
  { after, origins }: { after: number | undefined; origins: Origins },
): Promise<BinStream> {
  const { bin, view } = await viewedBin(rt, viewer, binId)
  rt.scan.prepare() // whoever watches will search
  const lastSeq = view.captureSeq ?? bin.lastSeq
  const from = Math.min(after ?? bin.lastSeq, bin.lastSeq)
  return { lastSeq, start: (listener) => startStream(rt, { viewer: viewer!, view, bin, from, origins }, listener) }
}

type Wish = { viewer: Viewer; view: View; bin: StoredBin; from: number; origins: Origins }

function startStream(rt: Runtime, { viewer, view, bin, from, origins }: Wish, listener: StreamListener): Watch {
  const captureIdOf = (seq: number) => captureId(bin.captureTag, seq)
  let stopped = false
  const stop = () => {
    stopped = true
    access.stop()
    watch.stop()
  }
  const access = watchAccess(rt, viewer, bin, () => {
    if (stopped) return
    stop()
    void listener({ type: 'access:ended' })
  })
  const watch = rt.live.watch(bin, from, (event) => {
    if (event.type === 'access:changed') return access.changed()
    if (event.type === 'bin:deleted') access.stop()
    const shown = shownEvent(view, event, captureIdOf)
    return shown ? listener(seenFrom(origins, shown)) : undefined
  })
  return { stop }
}

/** Who changed the bin may know this server by another name than who watches it. */
function seenFrom(origins: Origins, event: StreamEvent): StreamEvent {
  if (event.type !== 'bin:updated') return event
  return { ...event, bin: { ...event.bin, ...binUrls(event.bin.id, origins) } }
}
