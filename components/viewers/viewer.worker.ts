import { openValue } from '#lib/formats/open-node'
import { searchInSlices } from '#lib/formats/search-text'
import { showBody } from '#lib/formats/show-body'
import { type BodySource, isRemote } from './body-source'
import { BodyUnavailable, fetchBody } from './fetch-body'
import { type ShowOptions, toTransferable, type WorkerRequest, type WorkerResponse } from './worker-messages'

/** What the worker's global scope has and the page's types lack. */
type Port = {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null
  postMessage(answer: WorkerResponse, transfer?: Transferable[]): void
}

const port = self as unknown as Port

/** The worker's state for one body: its bytes, and the long texts of its view. */
let bytes: Uint8Array | null = null
let texts: readonly string[] = []
const searches = new Map<number, () => void>()

// Reading runs synchronously. To stop it, the page terminates the worker.
port.onmessage = ({ data }) => {
  if (data.type === 'show') void show(data.source, data.options)
  else if (data.type === 'find') find(data)
  else if (data.type === 'open') open(data.id, openValue(texts[data.text]!, data.value))
  else searches.get(data.id)?.()
}

async function show(source: BodySource, options: ShowOptions): Promise<void> {
  try {
    bytes ??= isRemote(source) ? await fetchBody(source, progressReporter('loading')) : source
    const transferable = toTransferable(await showBody({ ...options, bytes }, progressReporter('reading')), bytes)
    texts = transferable.texts
    port.postMessage({ type: 'shown', shown: transferable.shown }, transferable.transfer)
  } catch (error) {
    const why = error instanceof BodyUnavailable ? error.message : 'It is too large for the memory that the browser allows.'
    port.postMessage({ type: 'failed', why })
  }
}

/** Often enough for a progress bar, and rare enough to be cheap. */
const REPORT_MS = 50

function progressReporter(step: 'loading' | 'reading') {
  let reportedAt = Number.NEGATIVE_INFINITY
  return (done: number, total: number) => {
    const now = performance.now()
    if (now - reportedAt < REPORT_MS) return
    reportedAt = now
    port.postMessage({ type: step, done, total })
  }
}

function find({ id, text, needle, escaping }: Extract<WorkerRequest, { type: 'find' }>): void {
  const stop = searchInSlices(texts[text]!, needle, escaping, (matches, share, over) => {
    port.postMessage({ type: 'found', id, matches, share, over })
    if (over) searches.delete(id)
  })
  searches.set(id, () => {
    stop()
    searches.delete(id)
  })
}

function open(id: number, embedded: ReturnType<typeof openValue>): void {
  port.postMessage({ type: 'opened', id, embedded }, [embedded.bytes.buffer as ArrayBuffer])
}
