import { useCallback, useEffect, useState } from 'react'
import type { SignatureReport } from '#lib/signatures/report'
import { api, explain } from '../api'
import { useRetryOnReconnect } from '../ui/reconnect'
import { onSecretsChange } from './secrets-changed'

export type LoadedReport =
  | { state: 'loading' }
  | { state: 'ready'; report: SignatureReport }
  | { state: 'failed'; why: string; retry: () => void }

/** What the server finds about a capture's signature. Loaded again when the secrets of the bin change. */
export function useSignature(bin: string, capture: string): LoadedReport {
  const [attempt, setAttempt] = useState(0)
  const [answer, setAnswer] = useState<{ of: string; attempt: number; report: SignatureReport | null; why: string } | null>(null)
  const retry = useCallback(() => setAttempt((count) => count + 1), [])
  useEffect(() => onSecretsChange(retry), [retry])
  useEffect(() => {
    const loading = new AbortController()
    const settle = (report: SignatureReport | null, why = '') => {
      if (!loading.signal.aborted) setAnswer({ of: capture, attempt, report, why })
    }
    api.explainSignature({ bin, capture }, { signal: loading.signal }).then(settle, (error) => settle(null, explain(error)))
    return () => loading.abort()
  }, [bin, capture, attempt])

  const settled = answer !== null && answer.of === capture && answer.attempt === attempt ? answer : null
  useRetryOnReconnect(settled?.report === null, retry)
  if (settled === null) return { state: 'loading' }
  return settled.report ? { state: 'ready', report: settled.report } : { state: 'failed', why: settled.why, retry }
}
