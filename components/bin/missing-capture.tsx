'use client'

import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'

/** The URL names a capture that is on its way (`why` null), or that is not there. */
export function MissingCapture({ why, onClose }: { why: string | null; onClose: () => void }) {
  if (why === null) {
    return (
      <div role="status" aria-label="Loading" className="flex flex-col gap-3 bg-surface p-4">
        <Skeleton className="h-6 w-1/2" />
        <Skeleton className="h-4 w-3/4" />
      </div>
    )
  }
  return (
    <div role="alert" className="mx-auto max-w-md px-6 py-16">
      <h2 className="text-lg font-semibold tracking-tight">This request is not here</h2>
      <p className="mt-2 mb-5 text-sm text-muted">
        {why} It was deleted, or retention took it because newer ones came in. Pinned requests stay.
      </p>
      <Button onClick={onClose}>Back to the list</Button>
    </div>
  )
}
