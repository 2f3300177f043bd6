import type { CaptureSummary } from '#lib/core/capture'
import { captureId } from '#lib/core/ids'
import type { View } from '#lib/core/view'
import type { BinEvent, Watch } from '#lib/live/live'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import type { Actor } from './actor'
import type { Origins } from './origins'
import { binUrls } from './present'
import { redactedEvent, seenEvent, viewedBin } from './viewed-bin'
import { watchAccess } from './watch-access'

/** What a watcher hears. `access:ended` is the last: the link or the key was revoked, replaced or has expired. */
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
  actor: Actor,
  binId: string,
  { after, origins }: { after: number | undefined; origins: Origins },
): Promise<BinStream> {
  const { bin, view } = await viewedBin(rt, actor, binId)
  rt.scan.prepare() // whoever watches will search
  const lastSeq = view.captureSeq ?? bin.lastSeq
  const from = Math.min(after ?? bin.lastSeq, bin.lastSeq)
  return { lastSeq, start: (listener) => startStream(rt, { actor, view, bin, from, origins }, listener) }
}

type Wish = { actor: Actor; view: View; bin: StoredBin; from: number; origins: Origins }

function startStream(rt: Runtime, { actor, view, bin, from, origins }: Wish, listener: StreamListener): Watch {
  const captureIdOf = (seq: number) => captureId(bin.captureTag, seq)
  let stopped = false
  let told = Promise.resolve() // masking takes its time, and events keep their order
  const stop = () => {
    stopped = true
    access.stop()
    watch.stop()
  }
  const access = watchAccess(rt, actor, () => {
    if (stopped) return
    stop()
    void listener({ type: 'access:ended' })
  })
  const watch = rt.live.watch(bin, from, (event) => {
    if (event.type === 'access:changed') return access.changed()
    if (event.type === 'bin:deleted') access.stop()
    if (actor.kind === 'share' && isAboutForward(event)) return
    const seen = seenEvent(view, event, captureIdOf)
    if (!seen) return
    if (!view.redacted) return listener(seenFrom(origins, seen))
    told = told.then(async () => {
      if (stopped) return
      const shown = seenFrom(origins, await redactedEvent(rt.maskedFrames, seen))
      if (!stopped || shown.type === 'bin:deleted') await listener(shown)
    })
    return told
  })
  return { stop }
}

/** Forwards are the owner's business. */
function isAboutForward({ type }: { type: string }): boolean {
  return type === 'forward:updated' || type === 'forward:deleted'
}

/** Who changed the bin may know this server by another name than who watches it. */
function seenFrom(origins: Origins, event: StreamEvent): StreamEvent {
  if (event.type !== 'bin:updated') return event
  return { ...event, bin: { ...event.bin, ...binUrls(event.bin.id, origins) } }
}
