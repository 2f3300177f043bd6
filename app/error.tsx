'use client'

import { useEffect } from 'react'
import { NoticePage } from '@/components/notice-page'
import { Button } from '@/components/ui/button'

type Props = { error: Error & { digest?: string }; reset: () => void }

/** A page failed in a way nobody foresaw. */
export default function ErrorPage({ error, reset }: Props) {
  useEffect(() => console.error(error), [error])
  return (
    <NoticePage
      status="500"
      title="This page failed"
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <a href="/" className="rounded-md px-3 py-1.5 text-sm font-medium text-muted hover:bg-hover hover:text-ink">
            Your bins
          </a>
        </>
      }
    >
      <p>
        Captures are not affected: the capture URL works apart from the pages. If it fails again, the log of the server says more.
      </p>
      {error.digest && (
        <p>
          Look there for <code className="rounded bg-hover px-1.5 py-0.5 text-sm text-ink">{error.digest}</code>.
        </p>
      )}
    </NoticePage>
  )
}
