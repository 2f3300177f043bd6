'use client'

import { KeyRound } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { detectSchemes } from '#lib/signatures/detect'
import { useReadOnly } from '../access/page-access'
import { api } from '../api'
import { Button } from '../ui/button'
import { schemeLabel } from './scheme-label'

type Props = { capture: Capture; onAddSecret: (scheme: string | null) => void }

/** No secret of the bin has anything to say about this request: what to do about it. */
export function Unchecked({ capture, onAddSecret }: Props) {
  const readOnly = useReadOnly()
  const secretCount = useSecretCount(capture.binId, readOnly)
  const scheme = useMemo(() => likelyScheme(capture), [capture])
  const label = scheme === null ? null : schemeLabel(scheme)
  return (
    <div className="flex flex-col items-start gap-3 py-2 text-sm">
      <p className="max-w-prose text-muted">{sentence(label, readOnly ? null : secretCount)}</p>
      {!readOnly && (
        <Button variant={label === null ? 'secondary' : 'primary'} onClick={() => onAddSecret(scheme)}>
          <KeyRound aria-hidden />
          {label === null ? 'Add a secret…' : 'Add the secret…'}
        </Button>
      )}
    </div>
  )
}

/** `secretCount` null: it is not known. */
function sentence(label: string | null, secretCount: number | null): string {
  if (label === null) {
    return secretCount
      ? 'This request has no signature that Creel knows, so the secrets of this bin cannot check it.'
      : 'This request has no signature that Creel knows. If its sender signs in a way of its own, add the secret as “Custom HMAC”.'
  }
  if (secretCount === null) return `This request looks signed by ${label}, but no secret of this bin can check it.`
  return secretCount === 0
    ? `This request looks signed by ${label}. Add the secret of your webhook to check it.`
    : `This request looks signed by ${label}, and this bin has no secret for ${label} yet.`
}

function useSecretCount(bin: string, skip: boolean): number | null {
  const [count, setCount] = useState<number | null>(null)
  useEffect(() => {
    if (skip) return
    const loading = new AbortController()
    // Without it, the sentence says a little less.
    api.listSecrets({ bin }, { signal: loading.signal }).then(
      ({ secrets }) => setCount(secrets.length),
      () => {},
    )
    return () => loading.abort()
  }, [bin, skip])
  return count
}

/** By its headers and, where it is here, by its body. */
function likelyScheme({ method, url, headers, body }: Capture): string | null {
  return detectSchemes({ method, url, headers, body: decodeBytes(body) })[0] ?? null
}
