import type { Bin } from '#lib/core/bin'
import { type BinRequire, hiddenRequire } from '#lib/core/bin-require'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { AppError } from '#lib/core/errors'
import type { GateName } from '#lib/core/gate-name'
import type { Permission } from '#lib/core/permission'
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
import type { BinEvent } from '#lib/live/bin-event'
import type { MaskedFrames } from '#lib/live/masked-frames'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import { permissionOf } from './access'
import type { Actor } from './actor'
import { binFor } from './owned-bin'
import { inSlices, inSteps } from './search/in-steps'
import { createYieldToOthers } from './search/yield-to-others'

/** The bin, and how much of it this actor may see. @throws what `binFor` throws */
export async function viewedBin(rt: Runtime, actor: Actor, binId: string): Promise<{ bin: StoredBin; permission: Permission }> {
  const bin = await binFor(rt, 'reader', actor, binId)
  return { bin, permission: permissionOf(actor, bin) }
}

/** The error for something that readers of a `redacted` link may not read, because it would reveal what is hidden. */
export function redactionRefuses(what: string): AppError {
  return new AppError('redacted', `${what} is not shown through this link: it hides credentials, and this might hold some.`)
}

/** @throws `forbidden` if only one capture may be seen and this is another */
export function checkVisible(permission: Permission, seq: number): void {
  if (permission.captureSeq !== null && permission.captureSeq !== seq) {
    throw new AppError('forbidden', 'This link is to another capture.')
  }
}

export function shownSummary(permission: Permission, summary: CaptureSummary): CaptureSummary {
  return permission.redacted ? redactSummary(summary, permission.gate) : summary
}

/** Summaries for one reader. Works in slices, because paths may be long. */
export async function shownSummaries(permission: Permission, summaries: readonly CaptureSummary[]): Promise<CaptureSummary[]> {
  if (!permission.redacted) return [...summaries]
  return inSlices(summaries, (summary) => redactSummary(summary, permission.gate), createYieldToOthers())
}

/** A body of this size is masked here in a few milliseconds; longer ones on the search thread, so that no sender waits for it. */
const INLINE_CHARS_MAX = 4096

export async function shownCapture(rt: Pick<Runtime, 'scan'>, permission: Permission, capture: Capture): Promise<Capture> {
  if (!permission.redacted) return capture
  if (capture.body.data.length <= INLINE_CHARS_MAX) return inSteps(redactCapture(capture, permission.gate), createYieldToOthers())
  return rt.scan.redactCapture({ capture, gate: permission.gate })
}

export async function shownDelivery(rt: Pick<Runtime, 'scan'>, permission: Permission, delivery: Delivery): Promise<Delivery> {
  if (!permission.redacted) return delivery
  if (delivery.responseBody.data.length <= INLINE_CHARS_MAX)
    return inSteps(redactDelivery(delivery, permission.gate), createYieldToOthers())
  return rt.scan.redactDelivery({ delivery, gate: permission.gate })
}

/** A link to one capture does not reveal how many others there are, or how senders are answered. */
export async function shownBin(permission: Permission, whole: Bin, only: CaptureSummary | null): Promise<Bin> {
  const bin = permission.redacted ? { ...whole, name: redactName(whole.name) } : whole
  if (permission.captureSeq === null) {
    if (!permission.redacted) return bin
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
    lastSeq: permission.captureSeq,
    lastCaptureAt: only?.receivedAt ?? null,
    response: { status: 200, headers: [], body: null, delayMs: 0 },
    require: null,
  }
}

type ShownEvent = BinEvent | { type: 'captures'; captures: CaptureSummary[] }

/** The part of an event that the reader may see; null if there is none. */
export function visibleEvent(
  { captureSeq }: Permission,
  event: ShownEvent,
  captureIdOf: (seq: number) => string,
): ShownEvent | null {
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
