import type { CaptureSummary } from '#lib/core/capture'
import { kindFilter } from '#lib/core/filter/kind'
import { api } from '../api'
import { readCaptures } from './read-captures'

/** More samples make the type more accurate, but each costs a call. */
export const SAMPLES_MAX = 50
/** A larger body would block the page and adds little information. */
const BODY_BYTES_MAX = 1_048_576

/** The JSON bodies of the newest captures similar to `of`, anywhere in the bin. `onRead` gets the number so far. */
export async function readSamples(of: CaptureSummary, onRead: (count: number) => void, signal: AbortSignal): Promise<string[]> {
  const samples: string[] = []
  for await (const { body } of ofKind(of, signal)) {
    if (body.encoding === 'utf8' && isJson(body.data)) samples.push(body.data)
    onRead(samples.length)
    if (samples.length === SAMPLES_MAX) break
  }
  return samples
}

async function* ofKind(of: CaptureSummary, signal: AbortSignal) {
  const q = kindFilter(of)
  for (let before: number | undefined; ; ) {
    const page = await api.listCaptures({ bin: of.binId, q, before }, { signal })
    yield* readCaptures(
      page.captures.filter(({ bodySize }) => bodySize <= BODY_BYTES_MAX),
      signal,
    )
    if (page.nextBefore === null) return
    before = page.nextBefore
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
