'use client'

import { useEffect, useState } from 'react'
import type { BinSecret } from '#lib/core/bin-secret'
import { api, explain } from '../api'

/** The secrets of a bin without their values, newest first; null until they are loaded. `why`: the last load failed. */
export function useSecrets(bin: string) {
  const [secrets, setSecrets] = useState<readonly BinSecret[] | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` triggers a reload
  useEffect(() => {
    const loading = new AbortController()
    api.listSecrets({ bin }, { signal: loading.signal }).then(
      ({ secrets }) => {
        setSecrets(secrets)
        setWhy(null)
      },
      (error) => !loading.signal.aborted && setWhy(explain(error)),
    )
    return () => loading.abort()
  }, [bin, attempt])
  return { secrets, why, reload: () => setAttempt((count) => count + 1) }
}
