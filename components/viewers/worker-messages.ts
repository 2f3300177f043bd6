import type { EmbeddedBody } from '#lib/formats/embedded-body'
import type { OpenedValue } from '#lib/formats/open-node'
import type { ShownBody, ShowRequest } from '#lib/formats/show-body'
import { type Escaping, textUnits } from '#lib/formats/source-text'
import type { BodySource } from './body-source'

/** How a body is to be shown. */
export type ShowOptions = Omit<ShowRequest, 'bytes'>

/** Messages from the page to the worker. `text` is an index into `TransferableBody.texts`; the answer repeats `id`. */
export type WorkerRequest =
  | { type: 'show'; source: BodySource; options: ShowOptions }
  | { type: 'find'; id: number; text: number; needle: string; escaping: Escaping }
  | { type: 'stop'; id: number }
  | { type: 'open'; id: number; text: number; value: OpenedValue }

/** Messages from the worker to the page. `loading` and `reading` report progress. */
export type WorkerResponse =
  | { type: 'loading' | 'reading'; done: number; total: number }
  | { type: 'shown'; shown: ShownBody }
  | { type: 'failed'; why: string }
  | { type: 'found'; id: number; matches: readonly number[]; share: number; over: boolean }
  | { type: 'opened'; id: number; embedded: EmbeddedBody }

/** A text in transfer: the page reads its units, and requests the rest by its number. */
export type TransferredText = { textNumber: number; units: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> }

/** Shorter texts are copied as they are. */
const LONG_TEXT = 16_384
/** Views that need the bytes; the others contain everything they need. */
const OF_BYTES = new Set(['hex', 'image', 'pdf', 'parts'])

/** What is posted to the page: no long strings, and buffers that are transferred. `texts` stay in the worker for searches. */
export type TransferableBody = { shown: ShownBody; texts: string[]; transfer: ArrayBuffer[] }

/** `own`: the bytes that stay in the worker for the next format. */
export function toTransferable(shown: ShownBody, own: Uint8Array): TransferableBody {
  const texts: string[] = []
  const view = withoutTexts(shown.view, texts) as ShownBody['view']
  const wanted = view !== null && OF_BYTES.has(view.shape)
  const bytes = !wanted ? new Uint8Array() : shown.bytes.buffer === own.buffer ? shown.bytes.slice() : shown.bytes
  const transferable = { ...shown, bytes, view }
  return { shown: transferable, texts, transfer: buffersOf(transferable) }
}

/** The same plain data, with a number replacing each long `text`. */
function withoutTexts(data: unknown, texts: string[]): unknown {
  if (!isPlain(data)) return data
  const entries = Object.entries(data).map(([key, value]) => {
    if (key !== 'text' || typeof value !== 'string' || value.length < LONG_TEXT) return [key, withoutTexts(value, texts)]
    const transferred: TransferredText = { textNumber: texts.push(value) - 1, units: textUnits(value) }
    return [key, transferred]
  })
  return Object.fromEntries(entries)
}

/** The same plain data, with each transferred text replaced by the result of `revive`. */
export function withTexts(data: unknown, revive: (text: TransferredText) => unknown): unknown {
  if (!isPlain(data)) return data
  if ('textNumber' in data) return revive(data as TransferredText)
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withTexts(value, revive)]))
}

/** Lists, maps and typed arrays of a view never contain a long text, so they are not searched. */
function isPlain(data: unknown): data is object {
  return typeof data === 'object' && data !== null && Object.getPrototypeOf(data) === Object.prototype
}

/** The buffers of all typed arrays in plain data, without duplicates, for transfer. */
function buffersOf(data: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(data)) {
    if (data.buffer instanceof ArrayBuffer) found.add(data.buffer)
  } else if (isPlain(data)) {
    for (const value of Object.values(data)) buffersOf(value, found)
  } else if (data instanceof Map) {
    for (const value of data.values()) buffersOf(value, found)
  }
  return [...found]
}
