import { bytesOf } from '#lib/client/client'
import type { Capture } from '#lib/core/capture'
import { splitLines } from '#lib/exporters/split-lines'
import { api } from '../api'

/** This many ids fit into the query of a URL. */
const IDS_PER_CALL = 200
/** No limit, because a stored body may be larger than the server's current limit. */
const LINE_BYTES_MAX = Number.MAX_SAFE_INTEGER

/**
 * Streams captures with their bodies from the server, oldest first: in one call, or one per 200 `ids`, in the order of the ids.
 * Always NDJSON, whatever the format of the file, so that captures can be counted while they arrive.
 */
export async function* exportedCaptures(
  binId: string,
  { ids, q }: { ids?: readonly string[]; q?: string },
  signal: AbortSignal,
): AsyncGenerator<Capture> {
  if (!ids) yield* streamed(binId, q ? { q } : {}, signal)
  else {
    for (let from = 0; from < ids.length; from += IDS_PER_CALL) {
      yield* streamed(binId, { ids: ids.slice(from, from + IDS_PER_CALL).join(',') }, signal)
    }
  }
}

async function* streamed(binId: string, wanted: { q?: string; ids?: string }, signal: AbortSignal): AsyncGenerator<Capture> {
  const splitter = splitLines(LINE_BYTES_MAX)
  const file = await api.exportCaptures({ bin: binId, format: 'ndjson', ...wanted }, { signal })
  for await (const piece of bytesOf(file, signal)) yield* captures(splitter.push(piece))
  yield* captures(splitter.end())
}

function* captures(entries: ReturnType<ReturnType<typeof splitLines>['push']>): Generator<Capture> {
  for (const entry of entries) if ('text' in entry) yield JSON.parse(entry.text) as Capture
}
