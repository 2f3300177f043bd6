import type { SignatureReport } from '#lib/signatures/report'
import { check, type Sample, schemesIn, type Trial, type TrialResult, tryOn } from './signature-tasks'

export type WorkerAsk = { id: number } & (
  | { ask: 'keep'; samples: readonly Sample[] }
  | { ask: 'try'; trial: Trial }
  | { ask: 'check'; sample: Sample; trial: Trial }
)

export type WorkerAnswer = { id: number } & (
  | { tell: 'schemes'; schemes: readonly string[] }
  | { tell: 'tried'; result: TrialResult }
  | { tell: 'checked'; report: SignatureReport }
  | { tell: 'failed' }
)

/** Creates the handler of the page's messages, which keeps the samples between calls. */
export function answerTo(): (ask: WorkerAsk) => WorkerAnswer {
  const samples: Sample[] = []
  return (ask) => {
    const { id } = ask
    try {
      if (ask.ask === 'try') return { id, tell: 'tried', result: tryOn(samples, ask.trial) }
      if (ask.ask === 'check') return { id, tell: 'checked', report: check(ask.sample, ask.trial) }
      samples.push(...ask.samples)
      return { id, tell: 'schemes', schemes: schemesIn(samples) }
    } catch {
      return { id, tell: 'failed' } // out of memory
    }
  }
}
