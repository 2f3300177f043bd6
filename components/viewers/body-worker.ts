import type { EmbeddedBody } from '#lib/formats/embedded-body'
import type { OpenedValue } from '#lib/formats/open-node'
import type { ShownBody } from '#lib/formats/show-body'
import { type Escaping, type OnMatches, UnitText } from '#lib/formats/source-text'
import type { BodySource } from './body-source'
import { type ShowOptions, type TransferredText, type WorkerRequest, type WorkerResponse, withTexts } from './worker-messages'

/** Reports how one attempt to show the body goes. Nothing follows `shown` or `failed`. */
export type Listener = {
  progress(step: 'loading' | 'reading', done: number, total: number): void
  shown(shown: ShownBody): void
  failed(why: string): void
}

export const WORKER_CRASHED = 'The viewer crashed, probably out of memory. Download the body instead.'

/** A worker that holds one body, shows it in any number of formats, and searches it. */
export class BodyWorker {
  private readonly worker = new Worker(new URL('./viewer.worker.ts', import.meta.url), { type: 'module' })
  private readonly searches = new Map<number, OnMatches>()
  private readonly openings = new Map<number, { resolve(embedded: EmbeddedBody): void; reject(error: Error): void }>()
  private listener: Listener | null = null
  private lastId = 0
  private dead = false

  constructor(private readonly source: BodySource) {
    this.worker.onmessage = ({ data }: MessageEvent<WorkerResponse>) => this.onResponse(data)
    this.worker.onerror = () => this.crash()
    this.worker.onmessageerror = () => this.crash()
  }

  /** It reads one format at a time: while it is busy, another has to wait. */
  get busy(): boolean {
    return this.listener !== null
  }

  show(options: ShowOptions, listener: Listener): void {
    this.listener = listener
    if (this.dead) this.crash()
    else this.post({ type: 'show', source: this.source, options })
  }

  /** Ends its work; no more reports follow. */
  close(): void {
    this.listener = null
    this.crash()
  }

  find(text: number, needle: string, escaping: Escaping, found: OnMatches): () => void {
    const id = ++this.lastId
    this.searches.set(id, found)
    if (this.dead) found([], 0, true)
    else this.post({ type: 'find', id, text, needle, escaping })
    return () => {
      if (this.searches.delete(id)) this.post({ type: 'stop', id })
    }
  }

  open(text: number, value: OpenedValue): Promise<EmbeddedBody> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      if (this.dead) reject(new Error(WORKER_CRASHED))
      this.openings.set(id, { resolve, reject })
      this.post({ type: 'open', id, text, value })
    })
  }

  private post(message: WorkerRequest): void {
    this.worker.postMessage(message)
  }

  private onResponse(answer: WorkerResponse): void {
    if (answer.type === 'found') this.searches.get(answer.id)?.(answer.matches, answer.share, answer.over)
    else if (answer.type === 'opened') {
      this.openings.get(answer.id)?.resolve(answer.embedded)
      this.openings.delete(answer.id)
    } else if (answer.type === 'shown') this.end()?.shown(this.revived(answer.shown))
    else if (answer.type === 'failed') this.end()?.failed(answer.why)
    else this.listener?.progress(answer.type, answer.done, answer.total)
  }

  private revived(shown: ShownBody): ShownBody {
    return withTexts(shown, (text) => new WorkerText(this, text)) as ShownBody
  }

  private end(): Listener | null {
    const { listener } = this
    this.listener = null
    return listener
  }

  private crash(): void {
    this.dead = true
    this.worker.terminate()
    this.end()?.failed(WORKER_CRASHED)
    for (const found of this.searches.values()) found([], 0, true)
    for (const { reject } of this.openings.values()) reject(new Error(WORKER_CRASHED))
    this.searches.clear()
    this.openings.clear()
  }
}

/** A long text: the page reads its units here, and the worker searches and opens it as a whole. */
export class WorkerText extends UnitText {
  constructor(
    private readonly worker: BodyWorker,
    private readonly transferred: TransferredText,
  ) {
    super(transferred.units)
  }

  findAll(needle: string, escaping: Escaping, found: OnMatches): () => void {
    return this.worker.find(this.transferred.textNumber, needle, escaping, found)
  }

  open(value: OpenedValue): Promise<EmbeddedBody> {
    return this.worker.open(this.transferred.textNumber, value)
  }
}
