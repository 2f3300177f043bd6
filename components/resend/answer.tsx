'use client'

import { useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { Bytes } from '../body/body-view'
import { PairTable } from '../capture/headers-table'
import { formatMs } from '../format'
import { Segmented } from '../ui/segmented'
import { StatusCode } from '../ui/status-code'
import { TimingBar } from './timing-bar'

type Part = 'body' | 'headers' | 'sent'

/** What the target said, or why it said nothing. */
export function Answer({ delivery }: { delivery: Delivery }) {
  const { status, error, responseHeaders, requestHeaders, timings } = delivery
  const [part, setPart] = useState<Part>(error ? 'sent' : 'body')
  const parts: { id: Part; label: string }[] = [
    ...(error ? [] : [{ id: 'body' as const, label: 'Body' }]),
    ...(error ? [] : [{ id: 'headers' as const, label: `Headers ${responseHeaders.length}` }]),
    { id: 'sent', label: `Sent ${requestHeaders.length}` },
  ]
  return (
    <section aria-label="Answer">
      <div className="flex flex-col gap-3 px-4 pt-3.5 pb-3">
        <div className="flex items-center gap-2 text-xs">
          <StatusCode status={status} />
          <span className="text-muted tabular-nums">{formatMs(timings.totalMs)}</span>
        </div>
        {error && (
          <p role="alert" className="text-sm text-danger">
            {error.message}
          </p>
        )}
        <TimingBar timings={timings} />
        <div>
          <Segmented label="Part of the answer" options={parts} value={part} onChange={setPart} />
        </div>
      </div>
      {part === 'headers' && <PairTable label="Response headers" pairs={responseHeaders} />}
      {part === 'sent' && <PairTable label="Headers that were sent" pairs={requestHeaders} />}
      {part === 'body' && <AnswerBody delivery={delivery} />}
    </section>
  )
}

function AnswerBody({ delivery: { responseBody, responseHeaders } }: { delivery: Delivery }) {
  if (responseBody.data === '') return <p className="px-4 pb-4 text-sm text-muted">The answer had no body.</p>
  return (
    <>
      {responseBody.truncated && (
        <p className="mx-4 rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">Only the first 1 MB is kept.</p>
      )}
      <Bytes nested body={responseBody} headers={responseHeaders} truncated={responseBody.truncated} />
    </>
  )
}
