import { openValue } from '#lib/formats/open-node'
import { searchInSlices } from '#lib/formats/search-text'
import { showBody } from '#lib/formats/show-body'
import { type BodySource, isRemote } from './body-source'
import { BodyUnavailable, fetchBody } from './fetch-body'
import { handOver, type ShowOptions, type WorkerAnswer, type WorkerAsk } from './worker-messages'

/** What the worker's global scope has and the page's types lack. */
type Port = {
  onmessage: ((event: MessageEvent<WorkerAsk>) => void) | null
  postMessage(answer: WorkerAnswer, transfer?: Transferable[]): void
}

const port = self as unknown as Port

/** The worker's state for one body: its bytes, and the long texts of its view. */
let bytes: Uint8Array | null = null
let texts: readonly string[] = []
const searches = new Map<number, () => void>()

// Reading runs synchronously. To stop it, the page terminates the worker.
port.onmessage = ({ data }) => {
  if (data.ask === 'show') void show(data.source, data.options)
  else if (data.ask === 'find') find(data)
  else if (data.ask === 'open') open(data.id, openValue(texts[data.text]!, data.value))
  else searches.get(data.id)?.()
}

async function show(source: BodySource, options: ShowOptions): Promise<void> {
  try {
    bytes ??= isRemote(source) ? await fetchBody(source, tell('loading')) : source
    const handed = handOver(await showBody({ ...options, bytes }, tell('reading')), bytes)
    texts = handed.texts
    port.postMessage({ tell: 'shown', shown: handed.shown }, handed.transfer)
  } catch (error) {
    const why = error instanceof BodyUnavailable ? error.message : 'It is too large for the memory that the browser allows.'
    port.postMessage({ tell: 'failed', why })
  }
}

/** Often enough for a progress bar, and rare enough to be cheap. */
const TELL_MS = 50

function tell(step: 'loading' | 'reading') {
  let told = Number.NEGATIVE_INFINITY
  return (done: number, total: number) => {
    const now = performance.now()
    if (now - told < TELL_MS) return
    told = now
    port.postMessage({ tell: step, done, total })
  }
}

function find({ id, text, needle, written }: Extract<WorkerAsk, { ask: 'find' }>): void {
  const stop = searchInSlices(texts[text]!, needle, written, (matches, share, over) => {
    port.postMessage({ tell: 'found', id, matches, share, over })
    if (over) searches.delete(id)
  })
  searches.set(id, () => {
    stop()
    searches.delete(id)
  })
}

function open(id: number, inside: ReturnType<typeof openValue>): void {
  port.postMessage({ tell: 'opened', id, inside }, [inside.bytes.buffer as ArrayBuffer])
}
