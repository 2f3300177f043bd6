import type { Bin } from '#lib/core/bin'
import { type BinRequire, hiddenRequire } from '#lib/core/bin-require'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { AppError } from '#lib/core/errors'
import type { GateName } from '#lib/core/gate-name'
import {
  redactCapture,
  redactDelivery,
  redactDeliverySummary,
  redactHeaders,
  redactPatch,
  redactResponse,
  redactSummary,
} from '#lib/core/redact'
import { REDACTED } from '#lib/core/redact/names'
import { redactText } from '#lib/core/redact/text'
import type { View } from '#lib/core/view'
import type { BinEvent } from '#lib/live/bin-event'
import type { MaskedFrames } from '#lib/live/masked-frames'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import { viewOf } from './access'
import type { Actor } from './actor'
import { inSlices, inSteps } from './in-steps'
import { binFor } from './owned-bin'
import { createYieldToOthers } from './yield-to-others'

/** The bin, and how much of it this actor may see. @throws what `binFor` throws */
export async function viewedBin(rt: Runtime, actor: Actor, binId: string): Promise<{ bin: StoredBin; view: View }> {
  const bin = await binFor(rt, 'viewer', actor, binId)
  return { bin, view: viewOf(actor, bin) }
}

/** The error for something that a `redacted` view may not read, because it would reveal what is hidden. */
export function redactionRefuses(what: string): AppError {
  return new AppError('redacted', `${what} is not shown through this link: it hides credentials, and this might hold some.`)
}

/** @throws `forbidden` if the view shows only one capture and this is another */
export function checkVisible(view: View, seq: number): void {
  if (view.captureSeq !== null && view.captureSeq !== seq) {
    throw new AppError('forbidden', 'This link is to another capture.')
  }
}

export function shownSummary(view: View, summary: CaptureSummary): CaptureSummary {
  return view.redacted ? redactSummary(summary, view.gate) : summary
}

/** Summaries for one viewer. Works in slices, because paths may be long. */
export async function shownSummaries(view: View, summaries: readonly CaptureSummary[]): Promise<CaptureSummary[]> {
  if (!view.redacted) return [...summaries]
  return inSlices(summaries, (summary) => redactSummary(summary, view.gate), createYieldToOthers())
}

/** A body of this size is masked here in a few milliseconds; longer ones on the search thread, so that no sender waits for it. */
const INLINE_CHARS_MAX = 4096

export async function shownCapture(rt: Pick<Runtime, 'scan'>, view: View, capture: Capture): Promise<Capture> {
  if (!view.redacted) return capture
  if (capture.body.data.length <= INLINE_CHARS_MAX) return inSteps(redactCapture(capture, view.gate), createYieldToOthers())
  return rt.scan.redactCapture({ capture, gate: view.gate })
}

export async function shownDelivery(rt: Pick<Runtime, 'scan'>, view: View, delivery: Delivery): Promise<Delivery> {
  if (!view.redacted) return delivery
  if (delivery.responseBody.data.length <= INLINE_CHARS_MAX)
    return inSteps(redactDelivery(delivery, view.gate), createYieldToOthers())
  return rt.scan.redactDelivery({ delivery, gate: view.gate })
}

/** A link to one capture does not reveal how many others there are, or how senders are answered. */
export async function shownBin(view: View, whole: Bin, only: CaptureSummary | null): Promise<Bin> {
  const bin = view.redacted ? { ...whole, name: redactName(whole.name) } : whole
  if (view.captureSeq === null) {
    if (!view.redacted) return bin
    return {
      ...bin,
      require: redactRequire(bin.require),
      response: await inSteps(redactResponse(bin.response), createYieldToOthers()),
    }
  }
  return {
    ...bin,
    captureCount: only ? 1 : 0,
    byteCount: only ? only.bodySize : 0,
    lastSeq: view.captureSeq,
    lastCaptureAt: only?.receivedAt ?? null,
    response: { status: 200, headers: [], body: null, delayMs: 0 },
    require: null,
  }
}

type ShownEvent = Exclude<BinEvent, { type: 'access:changed' }> | { type: 'captures'; captures: CaptureSummary[] }

/** The part of an event that concerns what the viewer may see; null if nothing does. */
export function visibleEvent({ captureSeq }: View, event: ShownEvent, captureIdOf: (seq: number) => string): ShownEvent | null {
  if (captureSeq === null) return event
  switch (event.type) {
    case 'captures': {
      const captures = event.captures.filter(({ seq }) => seq === captureSeq)
      return captures.length === 0 ? null : { type: 'captures', captures }
    }
    case 'capture:deleted':
    case 'capture:updated':
      return event.seq === captureSeq ? event : null
    case 'bin:cleared':
      return event.throughSeq >= captureSeq ? event : null
    case 'bin:rechecked':
      return event.fromSeq <= captureSeq && captureSeq <= event.throughSeq
        ? { ...event, fromSeq: captureSeq, throughSeq: captureSeq }
        : null
    case 'bin:updated':
    case 'forward:updated':
    case 'forward:deleted':
      return null
    case 'delivery':
      return event.delivery.captureId === captureIdOf(captureSeq) ? event : null
    case 'bin:deleted':
      return event
  }
}

/** An event without credentials. `gate`: where the bin expects its own. */
export async function redactedEvent(frames: MaskedFrames, event: ShownEvent, gate: GateName | null): Promise<ShownEvent> {
  if (event.type !== 'captures') return frames.of(event, (each) => maskEvent(each, gate))
  const mask = (summary: CaptureSummary) => frames.of(summary, (each) => redactSummary(each, gate))
  return { type: 'captures', captures: await inSlices(event.captures, mask, createYieldToOthers()) }
}

function maskEvent(event: Exclude<ShownEvent, { type: 'captures' }>, gate: GateName | null): typeof event {
  switch (event.type) {
    case 'capture:updated':
      return { ...event, patch: redactPatch(event.patch, gate) }
    case 'bin:updated': {
      const { name, response, require } = event.bin
      const masked = {
        name: redactName(name),
        response: { ...response, headers: redactHeaders(response.headers) },
        require: redactRequire(require),
      }
      return { ...event, bin: { ...event.bin, ...masked } }
    }
    case 'delivery':
      return { ...event, delivery: redactDeliverySummary(event.delivery, gate) }
    case 'capture:deleted':
    case 'bin:cleared':
    case 'bin:rechecked':
    case 'bin:deleted':
    case 'forward:updated':
    case 'forward:deleted':
      return event
  }
}

function redactRequire(require: BinRequire | null): BinRequire | null {
  return require && hiddenRequire(require, REDACTED)
}

function redactName(name: string | null): string | null {
  return name === null ? null : redactText(name)
}
