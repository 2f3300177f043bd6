import { CallError } from '#lib/client/call-error'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { api } from '../api'

const AHEAD = 4 // concurrent calls

/** Loads these captures completely and in this order, without those deleted meanwhile. */
export async function* readCaptures(summaries: readonly CaptureSummary[], signal: AbortSignal): AsyncGenerator<Capture> {
  const requests: Promise<Capture | null>[] = []
  for (const [index, summary] of summaries.entries()) {
    for (let next = index + requests.length; next < summaries.length && requests.length < AHEAD; next += 1) {
      const { binId, id } = summaries[next]!
      const request = existing(api.getCapture({ bin: binId, capture: id }, { signal }))
      request.catch(() => {}) // reported where it is awaited; after a stop nothing awaits it
      requests.push(request)
    }
    signal.throwIfAborted()
    const capture = await requests.shift()
    if (capture && capture.seq === summary.seq) yield capture
  }
}

async function existing(capture: Promise<Capture>): Promise<Capture | null> {
  try {
    return await capture
  } catch (error) {
    if (error instanceof CallError && error.code === 'capture_not_found') return null
    throw error
  }
}
