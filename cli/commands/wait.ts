import type { Client } from '#lib/client/client'
import type { Capture } from '#lib/core/capture'
import { decodeBytes, utf8Text } from '#lib/core/content'
import { FilterFault } from '#lib/core/filter/cursor'
import type { JsonPath } from '#lib/core/filter/filter'
import { readJsonPath, valuesAt } from '#lib/core/filter/json-path'
import { isPossibleBinId } from '#lib/core/ids'
import { readCount, readDuration } from '../arguments'
import { defineCommand } from '../command'
import { EXIT, usageError } from '../exit'
import { AFTER_FLAG, readSeq, SERVER_FLAGS, valueFlag } from '../flags'
import { readFilter } from '../listen/routes'
import { printElsewhere, printNearest } from '../near-misses'
import { type Output, safeLine } from '../output'
import { binId, openServer, requireKey } from '../server'
import { waitUntil } from '../wait-until'

export const wait = defineCommand({
  name: 'wait',
  usage: 'wait BIN [FILTER]',
  summary: 'wait until captures match, and print them',
  flags: {
    count: valueFlag('N', 'how many captures to wait for; default: 1'),
    timeout: valueFlag('30s', 'how long to wait; then exit 6'),
    after: AFTER_FLAG,
    print: valueFlag('PATH', "print the value at this path of the body, such as '$.id', instead of a line"),
    ...SERVER_FLAGS,
  },
  notes: "If nothing matches in time, stderr shows what nearly matched. FILTER is the page's filter language: docs/filter.md.",
  async run({ io, out, values, words }) {
    const deadline = Date.now() + readDuration(values.timeout ?? '30s', '--timeout')
    const count = readCount(values.count ?? '1', '--count', 1, 100)
    const given = values.after === undefined ? null : readSeq(values.after, '--after')
    const path = values.print === undefined ? null : readPath(values.print)
    const [first, ...rest] = words
    const server = await openServer(io, values, first !== undefined && isBin(first) ? first : undefined)
    // With one word and a bin in .creel.json, a word that cannot be a bin id is the filter.
    const isFilter = first !== undefined && server.project.bin !== undefined && !isBin(first)
    const q = (isFilter ? words : rest).join(' ')
    readFilter(q, 'creel wait')
    const bin = binId(isFilter ? undefined : first, server)
    requireKey(server)
    const { lastSeq, captureUrl, inspectUrl } = await server.client.getBin({ bin }, { signal: io.signal })
    const after = given ?? lastSeq
    out.record({ type: 'ready', url: server.url, bin, captureUrl, after, q, count })
    const waited = await waitUntil(server.client, { bin, q, after, count }, deadline, io.signal)
    let lacking = 0
    for (const capture of waited.captures) {
      if (print(out, await withBody(server.client, capture, path), path)) continue
      out.info(`#${capture.seq} has no value at ${safeLine(values.print!, 300)}.`)
      lacking += 1
    }
    const { captures, ...result } = waited
    out.record({ type: 'result', ...result, matched: captures.length })
    if (waited.satisfied) return lacking > 0 ? EXIT.failed : EXIT.done
    out.info(
      `Time is up: ${waited.captures.length} of ${count} matched${q === '' ? '' : ` ${safeLine(q, 300)}`}; ${waited.seen} came.`,
    )
    printNearest(out, waited.nearest)
    printElsewhere(out, waited.elsewhere)
    out.info(`See ${inspectUrl}${q === '' ? '' : `?q=${encodeURIComponent(q)}`}`)
    return EXIT.timeOut
  },
})

const isBin = (word: string) => /^https?:\/\//i.test(word) || isPossibleBinId(word)

/** Fetches a long body separately, and only if part of it is printed. */
async function withBody(client: Client, capture: Capture, path: JsonPath | null): Promise<Capture> {
  if (path === null || capture.bodyShown !== 'omitted') return capture
  return client.getCapture({ bin: capture.binId, capture: capture.id })
}

/** Prints a line, or the value at the path in the body: text as it is, other values as JSON. False if there is no value. */
function print(out: Output, capture: Capture, path: JsonPath | null): boolean {
  const found = path === null ? null : [...valuesAt(bodyJson(capture), path)]
  out.record({ type: 'capture', ...(found === null ? {} : { printed: found }), capture })
  if (found === null) {
    const { seq, method, sender, query } = capture
    const event = [sender?.provider, sender?.event]
      .filter(Boolean)
      .map((each) => `${each} `)
      .join('')
    out.line(safeLine(`#${seq} ${event}${method} ${capture.path}${query === null ? '' : `?${query}`}`))
  }
  for (const value of found ?? []) out.value(typeof value === 'string' ? value : JSON.stringify(value))
  return found === null || found.length > 0
}

/** @throws {Exit} */
function readPath(text: string): JsonPath {
  try {
    return readJsonPath(text)
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error
    throw usageError(`--print takes a path such as $.data[0].id, not "${text}": ${error.message}`)
  }
}

function bodyJson({ body }: Capture): unknown {
  try {
    return JSON.parse(utf8Text(decodeBytes(body)) ?? '')
  } catch {
    return undefined
  }
}
