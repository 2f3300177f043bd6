'use client'

import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { deliveryChange } from '../compare/delivery-change'
import { formatMs } from '../format'
import { Answer } from '../resend/answer'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { MethodName } from '../ui/method-name'
import { StatusCode } from '../ui/status-code'
import { Age } from '../ui/time'

type Props = {
  delivery: Delivery
  /** The one before it to the same target. */
  previous: Delivery | null
  linked: boolean
  picked: boolean
  /** null: there is nothing to compare it with. */
  onPick: (() => void) | null
  onCompare: (before: Delivery, after: Delivery) => void
}

/** One delivery: its outcome, how that differs from the one before, and on demand the whole answer. */
export function DeliveryLine({ delivery, previous, linked, picked, onPick, onCompare }: Props) {
  const [open, setOpen] = useState(linked)
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (!linked) return
    setOpen(true)
    line.current?.scrollIntoView?.({ block: 'nearest' })
  }, [linked])
  return (
    <li ref={line} className={cx('border-b border-line/60', linked && 'bg-selected')}>
      <div className="flex items-start">
        {onPick && (
          <input
            type="checkbox"
            aria-label={`Pick the delivery answered ${delivery.status ?? 'by nobody'} for a comparison`}
            checked={picked}
            onChange={onPick}
            className="mt-3 ml-4 size-3.5 shrink-0 cursor-pointer accent-(--accent)"
          />
        )}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={cx(
            'grid min-w-0 flex-1 grid-cols-[1rem_auto_minmax(0,1fr)_auto] items-center gap-2.5 py-2.5 pr-4 text-left text-xs -outline-offset-2 hover:bg-hover',
            onPick ? 'pl-2.5' : 'pl-4',
          )}
        >
          <ChevronRight aria-hidden className={cx('size-3.5 text-faint transition-transform', open && 'rotate-90')} />
          <StatusCode status={delivery.status} />
          <span className="truncate font-mono text-ink">
            <MethodName method={delivery.method} className="mr-2" />
            {delivery.url}
          </span>
          <span className="text-faint tabular-nums">
            {formatMs(delivery.timings.totalMs)} · <Age iso={delivery.startedAt} suffix=" ago" />
          </span>
          {previous && <Change before={previous} after={delivery} />}
        </button>
      </div>
      {open && (
        <div className="border-t border-line/60 bg-sunken">
          {previous && (
            <p className="px-4 pt-3">
              <Button size="sm" onClick={() => onCompare(previous, delivery)}>
                Compare with the one before
              </Button>
            </p>
          )}
          <Answer delivery={delivery} />
        </div>
      )}
    </li>
  )
}

/** `500 → 200 · 120 ms → 35 ms · body different` */
function Change({ before, after }: { before: Delivery; after: Delivery }) {
  const { status, ms, body } = deliveryChange(before, after)
  return (
    <span className="col-span-3 col-start-2 flex flex-wrap gap-x-2 text-2xs text-muted tabular-nums">
      {status ? <span className="font-medium text-ink">{status}</span> : <span>same status</span>}
      <span>{ms}</span>
      {body && <span>{body === 'same' ? 'same body' : 'body different'}</span>}
    </span>
  )
}
