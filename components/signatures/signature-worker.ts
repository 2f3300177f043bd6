import type { SignatureReport } from '#lib/signatures/report'
import type { Sample, Trial, TrialResult } from './signature-tasks'
import type { WorkerRequest, WorkerResponse } from './worker-messages'

type RequestBody = WorkerRequest extends infer Request ? (Request extends WorkerRequest ? Omit<Request, 'id'> : never) : never

/** Computes signatures in a worker, so that the page stays usable. */
export class SignatureWorker {
  private readonly worker = new Worker(new URL('./signature.worker.ts', import.meta.url), { type: 'module' })
  private readonly waiting = new Map<number, (answer: WorkerResponse | null) => void>()
  private lastId = 0

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<WorkerResponse>) => {
      this.waiting.get(data.id)?.(data)
      this.waiting.delete(data.id)
    }
    this.worker.onerror = () => this.close()
    this.worker.onmessageerror = () => this.close()
  }

  /** Adds samples and returns the schemes of all of them; null if the worker has crashed, like all later calls. */
  async addSamples(samples: readonly Sample[]): Promise<readonly string[] | null> {
    const answer = await this.request({ type: 'add', samples })
    return answer?.type === 'schemes' ? answer.schemes : null
  }

  async trySecret(trial: Trial): Promise<TrialResult | null> {
    const answer = await this.request({ type: 'try', trial })
    return answer?.type === 'tried' ? answer.result : null
  }

  async check(sample: Sample, trial: Trial): Promise<SignatureReport | null> {
    const answer = await this.request({ type: 'check', sample, trial })
    return answer?.type === 'checked' ? answer.report : null
  }

  /** Terminates the worker, even during a computation. */
  close(): void {
    this.worker.terminate()
    for (const settle of this.waiting.values()) settle(null)
    this.waiting.clear()
  }

  private request(body: RequestBody): Promise<WorkerResponse | null> {
    const id = ++this.lastId
    return new Promise((resolve) => {
      this.waiting.set(id, resolve)
      this.worker.postMessage({ ...body, id })
    })
  }
}
