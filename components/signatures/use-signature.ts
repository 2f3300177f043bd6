import { useCallback, useEffect, useState } from 'react'
import type { CaptureSignature } from '#lib/core/capture'
import type { SignatureReport } from '#lib/signatures/report'
import { api, explain } from '../api'
import { useRetryOnReconnect } from '../ui/reconnect'
import { onSecretsChange } from './secrets-changed'

export type LoadedReport =
  | { state: 'loading' }
  | { state: 'ready'; report: SignatureReport }
  | { state: 'failed'; why: string; retry: () => void }

/**
 * The server's report on a capture's signature. Loaded again when the bin's secrets or the `verdict` in the list change; the old report
 * stays until the new one is loaded.
 */
export function useSignature(bin: string, capture: string, verdict: CaptureSignature | null): LoadedReport {
  const judged = JSON.stringify(verdict)
  const [attempt, setAttempt] = useState(0)
  const [answer, setAnswer] = useState<{ of: string; attempt: number; report: SignatureReport | null; why: string } | null>(null)
  const retry = useCallback(() => setAttempt((count) => count + 1), [])
  useEffect(() => onSecretsChange(retry), [retry])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new verdict needs a new report
  useEffect(() => {
    const loading = new AbortController()
    const settle = (report: SignatureReport | null, why = '') => {
      if (!loading.signal.aborted) setAnswer({ of: capture, attempt, report, why })
    }
    api.explainSignature({ bin, capture }, { signal: loading.signal }).then(settle, (error) => settle(null, explain(error)))
    return () => loading.abort()
  }, [bin, capture, attempt, judged])

  const settled = answer !== null && answer.of === capture && answer.attempt === attempt ? answer : null
  useRetryOnReconnect(settled?.report === null, retry)
  if (settled === null) return { state: 'loading' }
  return settled.report ? { state: 'ready', report: settled.report } : { state: 'failed', why: settled.why, retry }
}
