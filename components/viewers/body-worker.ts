import type { Inside } from '#lib/formats/inside'
import type { OpenedValue } from '#lib/formats/open-node'
import type { ShownBody } from '#lib/formats/show-body'
import { type Found, UnitText, type Written } from '#lib/formats/source-text'
import type { BodySource } from './body-source'
import { type ShowOptions, type TextOnItsWay, type WorkerAnswer, type WorkerAsk, withTexts } from './worker-messages'

/** Reports how one attempt to show the body goes. Nothing follows `shown` or `failed`. */
export type Listener = {
  progress(step: 'loading' | 'reading', done: number, total: number): void
  shown(shown: ShownBody): void
  failed(why: string): void
}

export const WORKER_DIED = 'The viewer crashed, probably out of memory. Download the body instead.'

/** A worker that holds one body, shows it in any number of formats, and searches it. */
export class BodyWorker {
  private readonly worker = new Worker(new URL('./viewer.worker.ts', import.meta.url), { type: 'module' })
  private readonly searches = new Map<number, Found>()
  private readonly openings = new Map<number, { resolve(inside: Inside): void; reject(error: Error): void }>()
  private listener: Listener | null = null
  private lastId = 0
  private dead = false

  constructor(private readonly source: BodySource) {
    this.worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => this.hear(data)
    this.worker.onerror = () => this.die()
    this.worker.onmessageerror = () => this.die()
  }

  /** It reads one format at a time: while it is busy, another has to wait. */
  get busy(): boolean {
    return this.listener !== null
  }

  show(options: ShowOptions, listener: Listener): void {
    this.listener = listener
    if (this.dead) this.die()
    else this.post({ ask: 'show', source: this.source, options })
  }

  /** Ends its work; no more reports follow. */
  close(): void {
    this.listener = null
    this.die()
  }

  find(text: number, needle: string, written: Written, found: Found): () => void {
    const id = ++this.lastId
    this.searches.set(id, found)
    if (this.dead) found([], 0, true)
    else this.post({ ask: 'find', id, text, needle, written })
    return () => {
      if (this.searches.delete(id)) this.post({ ask: 'stop', id })
    }
  }

  open(text: number, value: OpenedValue): Promise<Inside> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      if (this.dead) reject(new Error(WORKER_DIED))
      this.openings.set(id, { resolve, reject })
      this.post({ ask: 'open', id, text, value })
    })
  }

  private post(message: WorkerAsk): void {
    this.worker.postMessage(message)
  }

  private hear(answer: WorkerAnswer): void {
    if (answer.tell === 'found') this.searches.get(answer.id)?.(answer.matches, answer.share, answer.over)
    else if (answer.tell === 'opened') {
      this.openings.get(answer.id)?.resolve(answer.inside)
      this.openings.delete(answer.id)
    } else if (answer.tell === 'shown') this.end()?.shown(this.revived(answer.shown))
    else if (answer.tell === 'failed') this.end()?.failed(answer.why)
    else this.listener?.progress(answer.tell, answer.done, answer.total)
  }

  private revived(shown: ShownBody): ShownBody {
    return withTexts(shown, (text) => new WorkerText(this, text)) as ShownBody
  }

  private end(): Listener | null {
    const { listener } = this
    this.listener = null
    return listener
  }

  private die(): void {
    this.dead = true
    this.worker.terminate()
    this.end()?.failed(WORKER_DIED)
    for (const found of this.searches.values()) found([], 0, true)
    for (const { reject } of this.openings.values()) reject(new Error(WORKER_DIED))
    this.searches.clear()
    this.openings.clear()
  }
}

/** A long text: the page reads its units here, and the worker searches and opens it as a whole. */
export class WorkerText extends UnitText {
  constructor(
    private readonly worker: BodyWorker,
    private readonly onItsWay: TextOnItsWay,
  ) {
    super(onItsWay.units)
  }

  findAll(needle: string, written: Written, found: Found): () => void {
    return this.worker.find(this.onItsWay.textNumber, needle, written, found)
  }

  open(value: OpenedValue): Promise<Inside> {
    return this.worker.open(this.onItsWay.textNumber, value)
  }
}
