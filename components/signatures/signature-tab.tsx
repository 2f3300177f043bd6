'use client'

import type { Capture, CaptureSignature } from '#lib/core/capture'
import { LoadFailed } from '../ui/load-failed'
import { Skeleton } from '../ui/skeleton'
import { SignatureReport } from './signature-report'
import { Unchecked } from './unchecked'
import { useSignature } from './use-signature'

type Props = {
  capture: Capture
  /** From the list. Changes while the tab is open if stored requests are checked again. */
  verdict: CaptureSignature | null
  /** Opens the form for a secret of this scheme. */
  onAddSecret: (scheme: string | null) => void
}

/** Whether the signature of the open request is valid, and why not. */
export function SignatureTab({ capture, verdict, onAddSecret }: Props) {
  const loaded = useSignature(capture.binId, capture.id, verdict)
  if (loaded.state === 'failed') return <LoadFailed why={loaded.why} onRetry={loaded.retry} className="px-4 py-6" />
  return (
    <div className="max-w-3xl px-4 py-4">
      {loaded.state === 'loading' ? (
        <CheckingSkeleton />
      ) : loaded.report.scheme === null ? (
        <Unchecked capture={capture} onAddSecret={onAddSecret} />
      ) : (
        <SignatureReport report={loaded.report} />
      )}
    </div>
  )
}

export function CheckingSkeleton() {
  return (
    <div role="status" aria-label="Checking the signature" className="flex flex-col gap-2">
      <Skeleton className="h-9" />
      <Skeleton className="h-4 w-2/5" />
      <Skeleton className="h-4 w-3/5" />
    </div>
  )
}
