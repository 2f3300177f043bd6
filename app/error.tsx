'use client'

import { useEffect } from 'react'
import { NoticePage } from '@/components/page/notice-page'
import { Button } from '@/components/ui/button'

type Props = { error: Error & { digest?: string }; reset: () => void }

/** An unexpected error in a page. */
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
      <p>Capturing is not affected. If the page fails again, check the server's log.</p>
      {error.digest && (
        <p>
          The log has details under <code className="rounded bg-hover px-1.5 py-0.5 text-sm text-ink">{error.digest}</code>.
        </p>
      )}
    </NoticePage>
  )
}
