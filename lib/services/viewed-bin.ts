import type { Bin } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { AppError } from '#lib/core/errors'
import {
  redactCapture,
  redactDelivery,
  redactDeliverySummary,
  redactPatch,
  redactResponse,
  redactSummary,
} from '#lib/core/redact'
import type { View } from '#lib/core/view'
import type { BinEvent } from '#lib/live/live'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import type { Viewer } from './find-viewer'
import { existingBin, notYours, unauthenticated } from './owned-bin'

const WHOLE: View = { redacted: false, captureSeq: null }

/**
 * The bin, where this viewer may look at it, and how much of it: the one check that every verb that only reads begins with.
 * @throws `unauthenticated`, `bin_not_found` (unknown or expired) or `forbidden` (another owner's, or the link is to another bin)
 */
export async function viewedBin(rt: Runtime, viewer: Viewer | null, binId: string): Promise<{ bin: StoredBin; view: View }> {
  if (!viewer) throw unauthenticated()
  const bin = await existingBin(rt, binId)
  const view = viewOf(viewer, bin)
  if (!view) throw notYours()
  return { bin, view }
}

/** null where this bin is none of the viewer's business. */
export function viewOf(viewer: Viewer, bin: StoredBin): View | null {
  if (viewer.via !== 'share') return viewer.hash === bin.ownerHash ? WHOLE : null
  const { binKey, captureSeq, show } = viewer.share
  return binKey === bin.key ? { redacted: show === 'redacted', captureSeq } : null
}

/** What a `redacted` view may not be asked for, because its answer would tell what is hidden. */
export function redactionRefuses(what: string): AppError {
  return new AppError('redacted', `${what} is not shown through this link: it hides credentials, and this might hold some.`)
}

/** @throws `forbidden` where the view is of one capture and this is another */
export function checkSeen(view: View, seq: number): void {
  if (view.captureSeq !== null && view.captureSeq !== seq) {
    throw new AppError('forbidden', 'This link is to another capture.')
  }
}

export function shownSummary(view: View, summary: CaptureSummary): CaptureSummary {
  return view.redacted ? redactSummary(summary) : summary
}

export function shownCapture(view: View, capture: Capture): Capture {
  return view.redacted ? redactCapture(capture) : capture
}

export function shownDelivery(view: View, delivery: Delivery): Delivery {
  return view.redacted ? redactDelivery(delivery) : delivery
}

/** A link to one capture tells nothing of how many others there are, nor what senders are answered. */
export function shownBin(view: View, bin: Bin, only: CaptureSummary | null): Bin {
  if (view.captureSeq === null) return view.redacted ? { ...bin, response: redactResponse(bin.response) } : bin
  return {
    ...bin,
    captureCount: only ? 1 : 0,
    byteCount: only ? only.bodySize : 0,
    lastSeq: view.captureSeq,
    lastCaptureAt: only?.receivedAt ?? null,
    response: { status: 200, headers: [], body: null, delayMs: 0 },
  }
}

type ShownEvent = Exclude<BinEvent, { type: 'access:changed' }> | { type: 'captures'; captures: CaptureSummary[] }

/** An event as the viewer may see it, or null where it is about what they may not. */
export function shownEvent(view: View, event: ShownEvent, captureIdOf: (seq: number) => string): ShownEvent | null {
  const { captureSeq } = view
  switch (event.type) {
    case 'captures': {
      const captures = event.captures.filter(({ seq }) => captureSeq === null || seq === captureSeq)
      return captures.length === 0 ? null : { type: 'captures', captures: captures.map((each) => shownSummary(view, each)) }
    }
    case 'capture:deleted':
      return captureSeq === null || event.seq === captureSeq ? event : null
    case 'capture:updated':
      if (captureSeq !== null && event.seq !== captureSeq) return null
      return view.redacted ? { ...event, patch: redactPatch(event.patch) } : event
    case 'bin:cleared':
      return captureSeq === null || event.throughSeq >= captureSeq ? event : null
    case 'bin:updated':
      return captureSeq === null ? { ...event, bin: shownBin(view, event.bin, null) } : null
    case 'delivery':
      if (captureSeq !== null && event.delivery.captureId !== captureIdOf(captureSeq)) return null
      return view.redacted ? { ...event, delivery: redactDeliverySummary(event.delivery) } : event
    case 'bin:deleted':
      return event
  }
}
