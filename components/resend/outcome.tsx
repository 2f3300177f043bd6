'use client'

import { useEffect, useState } from 'react'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { formatMs } from '../ui/format'
import { StatusCode } from '../ui/method-and-status'
import { targetLabel } from './target'
import type { Sending } from './use-resend'

type Props = { sendings: readonly Sending[]; onCancel: () => void }

/** One line under the Send button: the running clock with Cancel, or the outcome. Always visible. */
export function Outcome({ sendings, onCancel }: Props) {
  const waiting = sendings.filter(({ state }) => state === 'sending')
  return (
    <>
      <p role="status" aria-label="Response" className="sr-only">
        {outcomeText(sendings)}
      </p>
      {waiting[0]?.state === 'sending' && (
        <div className="flex min-h-8 items-center gap-3 rounded-md bg-sunken px-3 text-xs">
          <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent" />
          <span className="flex-1 text-muted">
            {waiting.length > 1 ? `Waiting for ${waiting.length} responses` : 'Waiting for the response'}
            {' · '}
            <Clock since={waiting[0].since} />
          </span>
          <Button size="sm" variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      )}
      {waiting.length === 0 && sendings.length === 1 && <Settled sending={sendings[0]!} />}
    </>
  )
}

function Settled({ sending }: { sending: Sending }) {
  if (sending.state === 'answered') {
    const { status, error, timings } = sending.delivery
    return (
      <div className="flex min-h-8 items-center gap-2 rounded-md bg-sunken px-3 text-xs">
        <StatusCode status={status} />
        <span className="min-w-0 flex-1 truncate text-muted tabular-nums">
          {formatMs(timings.totalMs)} · {targetLabel(sending.target)}
        </span>
        {error && <span className="shrink-0 font-medium text-danger">No response</span>}
      </div>
    )
  }
  if (sending.state === 'refused') return <Refused why={sending.why} forbidden={sending.forbidden} />
  return <p className="rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">{CANCELLED}</p>
}

const CANCELLED = 'Cancelled. Creel may have sent the request already; if so, the result appears under Deliveries.'

/** Not sent. Where the address guard refused, the line that allows the target can be copied. */
export function Refused({ why, forbidden }: { why: string; forbidden: boolean }) {
  const line = forbidden ? lineToPaste(why) : null
  return (
    <div className="rounded-md bg-danger-soft px-3 py-2.5">
      <p className="text-sm font-medium text-danger">{forbidden ? 'Creel may not send to this target' : 'Not sent'}</p>
      <p className="mt-1 text-xs break-words text-ink">{why}</p>
      {line && (
        <div className="mt-2 flex items-center gap-2">
          <code className="min-w-0 flex-1 rounded bg-surface px-2 py-1.5 text-xs wrap-anywhere text-ink select-all">{line}</code>
          <CopyButton text={line} label="Copy" size="sm" />
        </div>
      )}
    </div>
  )
}

/** The refusal names the setting that allows exactly this target. */
function lineToPaste(why: string): string | null {
  return (
    /CREEL_RESEND_ALLOW=\S+ npm start(?= \(any port\))/.exec(why)?.[0] ??
    /CREEL_RESEND_ALLOW=\S+ npm start/.exec(why)?.[0] ??
    null
  )
}

/** `2.3 s` since the send began. */
function Clock({ since }: { since: number }) {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [])
  return <span className="tabular-nums">{(Math.max(0, now - since) / 1000).toFixed(1)} s</span>
}

/** For screen readers, once all have answered. */
function outcomeText(sendings: readonly Sending[]): string {
  if (sendings.some(({ state }) => state === 'sending')) return 'Sending'
  return sendings.map((sending) => `${targetLabel(sending.target)}: ${oneOutcome(sending)}`).join('. ')
}

function oneOutcome(sending: Sending): string {
  if (sending.state === 'sending') return 'sending'
  if (sending.state === 'cancelled') return 'cancelled'
  if (sending.state === 'refused') return `not sent, ${sending.why}`
  const { status, error, timings } = sending.delivery
  return status === null ? `no response, ${error?.message}` : `${status} after ${formatMs(timings.totalMs)}`
}
