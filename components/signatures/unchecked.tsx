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

/** No secret of the bin applies to this request. Says what to do about it. */
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

/** `secretCount` is null while unknown. */
function sentence(label: string | null, secretCount: number | null): string {
  if (label === null) {
    return secretCount
      ? 'Creel recognises no signature in this request, so the secrets of this bin cannot check it.'
      : 'Creel recognises no signature in this request. If its sender has its own scheme, add the secret as “Custom HMAC”.'
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
    // If the call fails, the sentence is only less specific.
    api.listSecrets({ bin }, { signal: loading.signal }).then(
      ({ secrets }) => setCount(secrets.length),
      () => {},
    )
    return () => loading.abort()
  }, [bin, skip])
  return count
}

/** Detected from the headers and, if it is loaded, the body. */
function likelyScheme({ method, url, headers, body }: Capture): string | null {
  return detectSchemes({ method, url, headers, body: decodeBytes(body) })[0] ?? null
}
