import type { CaptureSummary } from '#lib/core/capture'
import { type BodyView, bodyView, type Candidate, captureCandidate } from '#lib/core/filter/candidate'
import { pairHeaders, type RawHeaders } from '#lib/core/headers'
import type { Permission } from '#lib/core/permission'
import { redactCapture } from '#lib/core/redact'
import type { LiveBin } from '#lib/live/live'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import { factFields, factsOf } from '../facts-of'
import { presentCapture, presentSummary } from '../present'
import { shownSummary } from '../viewed-bin'
import { inSteps } from './in-steps'
import type { YieldToOthers } from './yield-to-others'

/** Candidates for a filter, as one reader sees them. Each is created once per row or capture object, and garbage-collected with it. */
export type ShownRows = {
  /** A candidate that knows only the row. */
  row(row: StoredSummary): ShownRow
  /** A candidate that knows everything except the deliveries. */
  capture(stored: StoredCapture, summary: CaptureSummary, yieldToOthers: YieldToOthers): Promise<ShownCapture>
}

export type ShownRow = Candidate & { summary: CaptureSummary }
export type ShownCapture = Required<Omit<Candidate, 'hasDelivery' | 'forwardMarks' | 'factsPending'>>

export function createShownRows({ bin, permission }: { bin: LiveBin; permission: Permission }): ShownRows {
  const rows = new WeakMap<StoredSummary, ShownRow>()
  const captures = new WeakMap<StoredCapture, ShownCapture>()

  function showRow(row: StoredSummary): ShownRow {
    const summary = shownSummary(permission, presentSummary(bin, row))
    const factsPending = row.facts === null
    return permission.redacted ? { summary, factsPending } : { summary, factsPending, headers: headersOf(row) }
  }

  async function showCapture(
    stored: StoredCapture,
    summary: CaptureSummary,
    yieldToOthers: YieldToOthers,
  ): Promise<ShownCapture> {
    if (!permission.redacted) return storedCandidate(stored, summary)
    return captureCandidate(
      await inSteps(redactCapture(presentCapture(bin, stored), permission.gate), yieldToOthers),
    ) as ShownCapture
  }

  return {
    row(row) {
      const shown = rows.get(row) ?? showRow(row)
      rows.set(row, shown)
      return shown
    },
    async capture(stored, summary, yieldToOthers) {
      const shown = captures.get(stored) ?? (await showCapture(stored, summary, yieldToOthers))
      captures.set(stored, shown)
      return shown
    },
  }
}

/** Reads directly from the stored capture, so that only the parts that a condition needs are computed. */
function storedCandidate(stored: StoredCapture, summary: CaptureSummary): ShownCapture {
  let permission: BodyView | undefined
  return {
    summary: stored.facts ? summary : { ...summary, ...factFields(factsOf(stored)) },
    headers: headersOf(stored),
    body() {
      permission ??= bodyView(stored.body, summary.contentType)
      return permission
    },
  }
}

function headersOf({ rawHeaders }: StoredSummary): () => RawHeaders {
  let headers: RawHeaders | undefined
  return () => {
    headers ??= pairHeaders(rawHeaders)
    return headers
  }
}
