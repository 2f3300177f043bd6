import { setMaxListeners } from 'node:events'
import { CallError } from '#lib/client/call-error'
import { type Client, createClient } from '#lib/client/client'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { readDuration } from '../arguments'
import { readFilter } from '../listen/routes'
import { elsewhereLines, nearestLines } from '../near-misses'
import type { BinResponse, createBin as CreateBin, CreateBinOptions, ReceivedCapture, TestBin, Time } from '../npm/test/index'
import { checkedKey, serverUrl } from '../settings'
import { type Waited, waitUntil } from '../wait-until'

const WITHIN_MS = 4_000
const TTL_SECONDS = 3600

/** What the matchers know about a bin beyond what a test sees. */
export type Watched = {
  client: Client
  id: string
  /** Aborted once the bin is deleted. */
  gone: AbortSignal
  /** The seq of the last capture that the test has seen. */
  seenSeq: number
}

/** Keyed by bin and not a property, so that no test uses it by accident. */
const watched = new WeakMap<object, Watched>()

export const createBin: typeof CreateBin = async ({ name, url, key, ttlSeconds = TTL_SECONDS }: CreateBinOptions = {}) => {
  const origin = serverUrl(url, process.env, {})
  const given = key ?? (process.env.CREEL_KEY || undefined)
  const known = given === undefined ? undefined : checkedKey(given, key === undefined ? 'CREEL_KEY' : 'key')
  const body = { ttlSeconds, ...(name === undefined ? {} : { name: name.slice(0, 100) }) }
  const created = await createClient({ origin, ...(known === undefined ? {} : { accessKey: known }) })
    .createBin({ body })
    .catch((error: unknown) => {
      throw new Error(`No bin could be created at ${origin}: ${explain(error)}`, { cause: error })
    })
  const accessKey = known ?? ('accessKey' in created ? created.accessKey : '') // a caller without a key gets one
  return binOf(createClient({ origin, accessKey }), created)
}

function binOf(client: Client, created: { id: string; captureUrl: string; inspectUrl: string }): TestBin {
  const { id, captureUrl, inspectUrl } = created
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  const own: Watched = { client, id, gone: controller.signal, seenSeq: 0 }
  let nextAfter = 0
  const bin: TestBin = {
    id,
    url: captureUrl,
    inspectUrl,
    async next(filter = '', options = {}) {
      const waited = await waitFor(own, { q: filter, after: nextAfter, count: 1 }, options.within)
      const [capture] = waited.captures
      if (!capture) throw new Error(missText(bin, { q: filter, count: 1, within: options.within }, waited))
      nextAfter = capture.seq
      return received(await withBody(client, capture))
    },
    reply: async (response) => void (await client.updateBin({ bin: id, body: { response: responseOf(response) } })),
    har: async () => (await client.exportCaptures({ bin: id, format: 'har' })).text(),
    async delete() {
      controller.abort(new Error('The bin was deleted.'))
      await client.deleteBin({ bin: id })
    },
  }
  watched.set(bin, own)
  return bin
}

/** @throws {TypeError} for anything that `createBin` did not create */
export function watchedBin(bin: unknown): Watched {
  const found = typeof bin === 'object' && bin !== null ? watched.get(bin) : undefined
  if (!found) throw new TypeError('expect(bin) takes a bin from creel/test: the fixture "bin", or the result of createBin().')
  return found
}

type WaitQuery = { q: string; after: number; count: number }

/** @throws {Error} if the filter does not parse or the server refuses */
export async function waitFor(own: Watched, query: WaitQuery, within: Time | undefined): Promise<Waited> {
  readFilter(query.q, 'the filter')
  const waited = await waitUntil(own.client, { bin: own.id, ...query }, Date.now() + milliseconds(within, WITHIN_MS), own.gone)
  own.seenSeq = Math.max(own.seenSeq, ...waited.captures.map(({ seq }) => seq))
  return waited
}

export function milliseconds(time: Time | undefined, fallback: number): number {
  if (typeof time === 'string') return readDuration(time, 'a time')
  if (time === undefined) return fallback
  if (Number.isFinite(time) && time >= 0) return time
  throw new TypeError(`A time is text such as "2s", or milliseconds, not ${time}.`)
}

/** The failure message: what was expected, what came, and what nearly matched. */
export function missText(
  { url }: Pick<TestBin, 'url'>,
  { q, count, within }: { q: string; count: number; within: Time | undefined },
  { captures, seen, nearest, elsewhere }: Waited,
): string {
  const what = q === '' ? 'a request' : q
  const others = seen - captures.length
  const lines = [
    `Expected ${count === 1 ? what : `${count} × ${what}`} within ${milliseconds(within, WITHIN_MS) / 1000} s; ` +
      `${captures.length} matched, ${seen === 0 ? `and nothing came to ${url}` : `${others} did not`}.`,
  ]
  if (nearest.length > 0) lines.push('Nearest:', ...nearestLines(nearest).map((line) => `  ${line}`))
  if (elsewhere.length > 0) lines.push('Elsewhere, at the same time:', ...elsewhereLines(elsewhere).map((line) => `  ${line}`))
  return lines.join('\n')
}

/** A whole response: the server would keep those parts of the previous one that are left out. */
function responseOf(response: number | BinResponse) {
  if (Array.isArray(response)) {
    throw new Error(
      `bin.reply([${response.join(', ')}]) needs rules, which this version of Creel does not have yet. Pass one response, as in bin.reply(500), and call it again for the next.`,
    )
  }
  if (typeof response === 'number') return { ...DEFAULT_RESPONSE, status: response }
  const { status = DEFAULT_RESPONSE.status, headers = [], body, delayMs = DEFAULT_RESPONSE.delayMs, ...rest } = response
  const pairs = (Array.isArray(headers) ? headers : Object.entries(headers)) as [string, string][]
  const isJson = body !== undefined && typeof body !== 'string'
  const typed = pairs.some(([name]) => name.toLowerCase() === 'content-type')
  const json: [string, string][] = isJson && !typed ? [['content-type', 'application/json']] : []
  return {
    ...rest, // the server refuses it by name
    status,
    headers: [...pairs, ...json],
    body: body === undefined ? DEFAULT_RESPONSE.body : isJson ? JSON.stringify(body) : body,
    delayMs,
  }
}

/** Fetches a long body, which the answer leaves out, separately. */
async function withBody(client: Client, capture: Capture): Promise<Capture> {
  return capture.bodyShown === 'omitted' ? client.getCapture({ bin: capture.binId, capture: capture.id }) : capture
}

function received(capture: Capture): ReceivedCapture {
  const text = () => new TextDecoder().decode(decodeBytes(capture.body))
  return {
    ...capture,
    header: (name) => capture.headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? null,
    text,
    json: () => JSON.parse(text()),
  }
}

function explain(error: unknown): string {
  if (!(error instanceof CallError)) return String(error)
  return [error.message, ...error.errors.map(({ path, message }) => `${path} ${message}`)].join(' ')
}
