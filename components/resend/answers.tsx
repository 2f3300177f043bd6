'use client'

import { useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { visibleText } from '#lib/core/visible-text'
import { Answer } from '../deliveries/answer'
import { deliveryChange } from '../deliveries/delivery-change'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { formatBytes, formatMs } from '../ui/format'
import { StatusCode } from '../ui/method-and-status'
import { onDemand } from '../ui/on-demand'
import { Skeleton } from '../ui/skeleton'
import { Refused } from './outcome'
import { targetLabel } from './target'
import type { Sending } from './use-resend'

const DeliveryCompare = onDemand(() => import('../deliveries/delivery-compare').then((module) => module.DeliveryCompare))

/** One full answer, or the answers of several targets side by side. `Outcome` shows sends without an answer. */
export function Answers({ sendings }: { sendings: readonly Sending[] }) {
  const [first] = sendings
  if (!first || (sendings.length === 1 && first.state !== 'answered')) return null
  return (
    <div className="border-b border-line">
      {sendings.length === 1 ? <OneAnswer sending={first} /> : <SideBySide sendings={sendings} />}
    </div>
  )
}

function OneAnswer({ sending }: { sending: Sending }) {
  if (sending.state === 'answered') return <Answer key={sending.delivery.id} delivery={sending.delivery} outcomeShown />
  return (
    <div className="px-4 pb-3">
      {sending.state === 'refused' && <Refused why={sending.why} forbidden={sending.forbidden} />}
      {sending.state === 'sending' && <Skeleton className="h-5 w-24" />}
    </div>
  )
}

/** Compares the other answers with the first. */
function SideBySide({ sendings }: { sendings: readonly Sending[] }) {
  const [opened, setOpened] = useState(0)
  const [comparing, setComparing] = useState(false)
  const base = deliveryOf(sendings.find(({ state }) => state === 'answered'))
  const sending = sendings[opened] ?? sendings[0]!
  const delivery = deliveryOf(sending)
  return (
    <>
      <ul aria-label="Responses" className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-2 p-4 pb-2">
        {sendings.map((each, index) => (
          <li key={each.target.id} className="min-w-0">
            <AnswerCard sending={each} base={base} open={each === sending} onOpen={() => setOpened(index)} />
          </li>
        ))}
      </ul>
      {base && delivery && delivery !== base && (
        <p className="px-4 py-1">
          <Button size="sm" onClick={() => setComparing(true)}>
            Compare with the first
          </Button>
        </p>
      )}
      <OneAnswer sending={sending} />
      {comparing && base && delivery && <DeliveryCompare before={base} after={delivery} onOpenChange={setComparing} />}
    </>
  )
}

const deliveryOf = (sending: Sending | undefined) => (sending?.state === 'answered' ? sending.delivery : null)

type CardProps = { sending: Sending; base: Delivery | null; open: boolean; onOpen: () => void }

function AnswerCard({ sending, base, open, onOpen }: CardProps) {
  return (
    <button
      type="button"
      aria-pressed={open}
      onClick={onOpen}
      className={cx(
        'flex h-full w-full flex-col gap-1.5 rounded-lg border p-2.5 text-left text-xs hover:bg-hover',
        open ? 'border-accent bg-selected' : 'border-line',
      )}
    >
      <span className="w-full truncate font-medium" title={visibleText(sending.target.url)}>
        {targetLabel(sending.target)}
      </span>
      {sending.state === 'sending' && <Skeleton className="h-5 w-16" />}
      {sending.state === 'cancelled' && <span className="text-warn">Cancelled</span>}
      {sending.state === 'refused' && <span className="text-danger">{sending.forbidden ? 'Not allowed' : 'Not sent'}</span>}
      {sending.state === 'answered' && <CardAnswer delivery={sending.delivery} base={base} />}
    </button>
  )
}

const PREVIEW_CHARS = 240

function CardAnswer({ delivery, base }: { delivery: Delivery; base: Delivery | null }) {
  const { status, timings, responseBody, error } = delivery
  const body = base && base !== delivery ? deliveryChange(base, delivery).body : null
  return (
    <>
      <span className="flex items-center gap-2 tabular-nums">
        <StatusCode status={status} />
        <span className="text-muted">{formatMs(timings.totalMs)}</span>
      </span>
      {error ? (
        <span className="line-clamp-3 text-danger">{error.message}</span>
      ) : (
        <span className="line-clamp-3 w-full font-mono text-2xs break-all text-muted">{preview(responseBody)}</span>
      )}
      {body && (
        <span className="text-2xs text-faint">{body === 'same' ? 'Same body as the first' : 'Body differs from the first'}</span>
      )}
    </>
  )
}

function preview({ encoding, data }: Delivery['responseBody']): string {
  if (data === '') return 'No body'
  return encoding === 'utf8' ? data.slice(0, PREVIEW_CHARS) : `${formatBytes(Math.floor(data.length * 0.75))} of binary data`
}
