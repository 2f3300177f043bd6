'use client'

import { Skeleton } from '../ui/skeleton'
import { Answer } from './answer'
import type { Resend } from './use-resend'

/** Below the form: nothing yet, on its way, refused, or the answer. */
export function ResendAnswer({ resend }: { resend: Resend }) {
  if (resend.state === 'idle') return null
  return (
    <div aria-live="polite" className="border-t border-line">
      {resend.state === 'sending' && (
        <div className="flex flex-col gap-3 p-4">
          <Skeleton className="h-5 w-24" />
          <Skeleton className="h-1.5 w-full" />
        </div>
      )}
      {resend.state === 'refused' && (
        <div className="m-4 rounded-lg bg-danger-soft px-3.5 py-3">
          <p className="text-sm font-medium text-danger">{resend.forbidden ? 'This target may not be reached' : 'Not sent'}</p>
          <p className="mt-1 text-sm text-ink">{resend.why}</p>
        </div>
      )}
      {resend.state === 'answered' && <Answer key={resend.delivery.id} delivery={resend.delivery} />}
    </div>
  )
}
