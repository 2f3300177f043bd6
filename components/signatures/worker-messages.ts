import type { SignatureReport } from '#lib/signatures/report'
import { check, type Sample, schemesIn, type Trial, type TrialResult, trySecret } from './signature-tasks'

export type WorkerRequest = { id: number } & (
  | { type: 'add'; samples: readonly Sample[] }
  | { type: 'try'; trial: Trial }
  | { type: 'check'; sample: Sample; trial: Trial }
)

export type WorkerResponse = { id: number } & (
  | { type: 'schemes'; schemes: readonly string[] }
  | { type: 'tried'; result: TrialResult }
  | { type: 'checked'; report: SignatureReport }
  | { type: 'failed' }
)

/** Creates the handler of the page's messages, which keeps the samples between calls. */
export function createHandler(): (request: WorkerRequest) => WorkerResponse {
  const samples: Sample[] = []
  return (request) => {
    const { id } = request
    try {
      if (request.type === 'try') return { id, type: 'tried', result: trySecret(samples, request.trial) }
      if (request.type === 'check') return { id, type: 'checked', report: check(request.sample, request.trial) }
      samples.push(...request.samples)
      return { id, type: 'schemes', schemes: schemesIn(samples) }
    } catch {
      return { id, type: 'failed' } // out of memory
    }
  }
}
