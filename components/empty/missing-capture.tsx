'use client'

import type { LoadedCapture } from '../feed/use-capture'
import { Button } from '../ui/button'
import { LoadFailed } from '../ui/load-failed'
import { Skeleton } from '../ui/skeleton'

type Props = { failed: Extract<LoadedCapture, { state: 'failed' }> | null; onClose: () => void }

/** The URL names a capture that is still loading (`failed` null), could not be loaded, or does not exist. */
export function MissingCapture({ failed, onClose }: Props) {
  if (failed === null) {
    return (
      <div role="status" aria-label="Loading" className="flex flex-col gap-3 bg-surface p-4">
        <Skeleton className="h-6 w-1/2" />
        <Skeleton className="h-4 w-3/4" />
      </div>
    )
  }
  return (
    <div className="mx-auto max-w-md px-6 py-16">
      {failed.retry === null ? (
        <div role="alert">
          <h2 className="text-lg font-semibold tracking-tight">Request not found</h2>
          <p className="mt-2 text-sm text-muted">
            The link may be mistyped, or the request was deleted, by hand or to make room for newer ones. Pinned requests stay.
          </p>
        </div>
      ) : (
        <>
          <h2 className="mb-2 text-lg font-semibold tracking-tight">This request could not be loaded</h2>
          <LoadFailed why={failed.why} onRetry={failed.retry} />
        </>
      )}
      <Button className="mt-5" onClick={onClose}>
        Back to the list
      </Button>
    </div>
  )
}
