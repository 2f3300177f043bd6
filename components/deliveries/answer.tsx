'use client'

import { useState } from 'react'
import { decodeBytes } from '#lib/core/content'
import type { Delivery } from '#lib/core/delivery'
import { formatBytes, formatMs } from '../ui/format'
import { StatusCode } from '../ui/method-and-status'
import { PairTable } from '../ui/pair-table'
import { Segmented } from '../ui/segmented'
import { EncodedBody } from '../viewers/encoded-body'
import { TimingBar } from './timing-bar'

type Part = 'body' | 'headers' | 'sent'

/** The target's response, or why there is none. `outcomeShown`: status and time are already shown elsewhere. */
export function Answer({ delivery, outcomeShown = false }: { delivery: Delivery; outcomeShown?: boolean }) {
  const { status, error, warning, responseHeaders, requestHeaders, timings } = delivery
  const answered = status !== null // also set with an error if the answer broke off
  const [part, setPart] = useState<Part>(answered ? 'body' : 'sent')
  const parts: { id: Part; label: string }[] = [
    ...(answered ? [{ id: 'body' as const, label: 'Body' }] : []),
    ...(answered ? [{ id: 'headers' as const, label: `Headers ${responseHeaders.length}` }] : []),
    { id: 'sent', label: `Sent ${requestHeaders.length}` },
  ]
  return (
    <section aria-label="Response">
      <div className="flex flex-col gap-3 px-4 pt-3.5 pb-3">
        {!outcomeShown && (
          <div className="flex items-center gap-2 text-xs">
            <StatusCode status={status} />
            <span className="text-muted tabular-nums">{formatMs(timings.totalMs)}</span>
          </div>
        )}
        {error && (
          <p role="alert" className="text-sm text-danger">
            {error.message}
          </p>
        )}
        {error && answered && <p className="text-xs text-muted">The part that arrived before that is shown below.</p>}
        {warning && <p className="text-xs text-warn">{warning}</p>}
        <TimingBar timings={timings} failed={error !== null} />
        <div>
          <Segmented label="Part of the response" options={parts} value={part} onChange={setPart} />
        </div>
      </div>
      {part === 'headers' && <PairTable label="Response headers" pairs={responseHeaders} />}
      {part === 'sent' && <PairTable label="Request headers" pairs={requestHeaders} />}
      {part === 'body' && <AnswerBody delivery={delivery} />}
    </section>
  )
}

function AnswerBody({ delivery: { responseBody, responseHeaders, error } }: { delivery: Delivery }) {
  if (responseBody.data === '')
    return <p className="px-4 pb-4 text-sm text-muted">{error ? 'No part of the body arrived.' : 'The response has no body.'}</p>
  return (
    <>
      {responseBody.truncated && (
        <p className="mx-4 rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">
          Only the first {formatBytes(decodeBytes(responseBody).byteLength)} are kept.
        </p>
      )}
      <EncodedBody nested body={responseBody} headers={responseHeaders} truncated={responseBody.truncated} />
    </>
  )
}
