import type { CaptureSummary } from '#lib/core/capture'
import { gateNameOf } from '#lib/core/gate-name'
import { captureId } from '#lib/core/ids'
import type { Permission } from '#lib/core/permission'
import type { BinEvent } from '#lib/live/bin-event'
import type { Watch } from '#lib/live/live'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from './actor'
import type { Origins } from './origins'
import { binUrls } from './present'
import { redactedEvent, viewedBin, visibleEvent } from './viewed-bin'
import { watchAccess } from './watch-access'

/** An event for a watcher. `access:ended` is the last: the link or the key was revoked or replaced, or has expired. */
export type StreamEvent = { type: 'captures'; captures: CaptureSummary[] } | BinEvent | { type: 'access:ended' }

/** Like `BinListener`, it pauses the stream by returning a promise. */
export type StreamListener = (event: StreamEvent) => void | Promise<void>

/** A stream that is authorised, but not started yet. `lastSeq`: the last seq that the reader can see. */
export type BinStream = { lastSeq: number; start(listener: StreamListener): Watch }

/**
 * Opens a bin's stream, for sockets and for Server-Sent Events. Without `after`, it begins with the next capture. An `after` above the bin's
 * last seq, as after a restored backup, counts as the last seq.
 * @throws what `viewedBin` throws
 */
export async function watchBin(
  rt: Runtime,
  actor: Actor,
  binId: string,
  { after, origins }: { after: number | undefined; origins: Origins },
): Promise<BinStream> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  rt.scan.prepare() // somebody who watches is likely to search
  const lastSeq = permission.captureSeq ?? bin.lastSeq
  const from = Math.min(after ?? bin.lastSeq, bin.lastSeq)
  return { lastSeq, start: (listener) => startStream(rt, { actor, permission, bin, from, origins }, listener) }
}

type StreamInput = { actor: Actor; permission: Permission; bin: StoredBin; from: number; origins: Origins }

function startStream(rt: Runtime, { actor, permission, bin, from, origins }: StreamInput, listener: StreamListener): Watch {
  const captureIdOf = (seq: number) => captureId(bin.captureTag, seq)
  let stopped = false
  let gate = permission.gate
  let lastEvent = Promise.resolve() // masking is asynchronous, and events must keep their order
  const stop = () => {
    stopped = true
    access.stop()
    watch.stop()
  }
  const access = watchAccess(rt, actor, bin, () => {
    if (stopped) return
    stop()
    void listener({ type: 'access:ended' })
  })
  const watch = rt.live.watch(bin, from, (event) => {
    if (event.type === 'bin:deleted') access.stop()
    if (event.type === 'bin:updated') gate = gateNameOf(event.bin.require)
    if (actor.kind === 'share' && isAboutForward(event)) return
    const seen = visibleEvent(permission, event, captureIdOf)
    if (!seen) return
    if (!permission.redacted) return listener(withUrlsFor(origins, seen))
    const gateNow = gate
    lastEvent = lastEvent.then(async () => {
      if (stopped) return
      const shown = withUrlsFor(origins, await redactedEvent(rt.maskedFrames, seen, gateNow))
      if (!stopped || shown.type === 'bin:deleted') await listener(shown)
    })
    return lastEvent
  })
  return { stop }
}

/** Events about forwards are sent only to the owner. */
function isAboutForward({ type }: { type: string }): boolean {
  return type === 'forward:updated' || type === 'forward:deleted'
}

/** Builds the bin's URLs for the watcher, because the caller that changed the bin may reach this server under another origin. */
function withUrlsFor(origins: Origins, event: StreamEvent): StreamEvent {
  if (event.type !== 'bin:updated') return event
  return { ...event, bin: { ...event.bin, ...binUrls(event.bin.id, origins) } }
}
