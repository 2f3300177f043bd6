import { useEffect, useState } from 'react'
import type { BinSecret } from '#lib/core/bin-secret'
import { api } from '../api'
import { secretName } from '../signatures/scheme-label'

/** The secrets of the bin that can sign; empty until they are loaded, or if they cannot be. */
export function useSigningSecrets(binId: string): readonly BinSecret[] {
  const [secrets, setSecrets] = useState<readonly BinSecret[]>([])
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const load = async () => {
      const { secrets } = await api.listSecrets({ bin: binId }, { signal })
      if (secrets.length === 0) return
      const { schemes } = await api.listSchemes({}, { signal })
      const canSign = new Set(schemes.flatMap((each) => (each.canSign ? [each.id] : [])))
      setSecrets(secrets.filter(({ scheme }) => canSign.has(scheme)))
    }
    load().catch(() => {}) // without them the request keeps its captured signature, and the form says so
    return () => controller.abort()
  }, [binId])
  return secrets
}

/** The label of a secret in a list of choices. */
export const signedWith = (secret: Pick<BinSecret, 'scheme' | 'label' | 'hint'>) => `Signed again: ${secretName(secret)}`
