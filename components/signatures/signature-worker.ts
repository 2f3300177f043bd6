import type { SignatureReport } from '#lib/signatures/report'
import type { Sample, Trial, TrialResult } from './signature-tasks'
import type { WorkerAnswer, WorkerAsk } from './worker-messages'

type Question = WorkerAsk extends infer Ask ? (Ask extends WorkerAsk ? Omit<Ask, 'id'> : never) : never

/** Computes signatures in a worker, so that the page stays usable. */
export class SignatureWorker {
  private readonly worker = new Worker(new URL('./signature.worker.ts', import.meta.url), { type: 'module' })
  private readonly waiting = new Map<number, (answer: WorkerAnswer | null) => void>()
  private lastId = 0

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      this.waiting.get(data.id)?.(data)
      this.waiting.delete(data.id)
    }
    this.worker.onerror = () => this.close()
    this.worker.onmessageerror = () => this.close()
  }

  /** Adds samples and returns the schemes of all of them; null if the worker has crashed, like all later calls. */
  async keep(samples: readonly Sample[]): Promise<readonly string[] | null> {
    const answer = await this.ask({ ask: 'keep', samples })
    return answer?.tell === 'schemes' ? answer.schemes : null
  }

  async tryOn(trial: Trial): Promise<TrialResult | null> {
    const answer = await this.ask({ ask: 'try', trial })
    return answer?.tell === 'tried' ? answer.result : null
  }

  async check(sample: Sample, trial: Trial): Promise<SignatureReport | null> {
    const answer = await this.ask({ ask: 'check', sample, trial })
    return answer?.tell === 'checked' ? answer.report : null
  }

  /** Terminates the worker, even during a computation. */
  close(): void {
    this.worker.terminate()
    for (const settle of this.waiting.values()) settle(null)
    this.waiting.clear()
  }

  private ask(question: Question): Promise<WorkerAnswer | null> {
    const id = ++this.lastId
    return new Promise((resolve) => {
      this.waiting.set(id, resolve)
      this.worker.postMessage({ ...question, id })
    })
  }
}
