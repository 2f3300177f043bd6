'use client'

import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { explain } from '../api'
import type { ForwardStore } from '../feed/forward-store'
import { Button } from '../ui/button'
import { Captured } from '../ui/captured'
import { cx } from '../ui/cx'
import { formatMs } from '../ui/format'
import { LoadFailed } from '../ui/load-failed'
import { MethodName, StatusCode } from '../ui/method-and-status'
import { Skeleton } from '../ui/skeleton'
import { Age, ExactTime } from '../ui/time'
import { Answer } from './answer'
import { deliveryChange } from './delivery-change'
import { DeliverySource } from './delivery-source'
import type { LoadedDeliveries } from './use-deliveries'

type Props = {
  delivery: Delivery
  /** The previous delivery to the same target. */
  previous: Delivery | null
  linked: boolean
  picked: boolean
  /** null if there is nothing to compare it with. */
  onPick: (() => void) | null
  whole: LoadedDeliveries['whole']
  forwards: ForwardStore
  onCompare: (before: Delivery, after: Delivery) => void
}

/** One delivery: its outcome, how it differs from the previous one, and on demand the whole answer. */
export function DeliveryLine({ delivery, previous, linked, picked, onPick, whole, forwards, onCompare }: Props) {
  const [open, setOpen] = useState(linked)
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (!linked) return
    setOpen(true)
    line.current?.scrollIntoView({ block: 'nearest' })
  }, [linked])
  return (
    <li ref={line} data-current={linked || undefined} className={cx('border-b border-line/60', linked && 'bg-selected')}>
      <div className="flex items-start">
        {onPick && (
          <label className="mt-2 ml-2.5 grid size-6 shrink-0 cursor-pointer place-items-center">
            <input
              type="checkbox"
              aria-label={`Select the delivery with ${delivery.status === null ? 'no response' : `status ${delivery.status}`} to compare`}
              checked={picked}
              onChange={onPick}
              className="size-3.5 cursor-pointer accent-(--accent)"
            />
          </label>
        )}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={cx(
            'grid min-w-0 flex-1 grid-cols-[1rem_auto_minmax(0,1fr)] items-center gap-x-2.5 gap-y-2 py-2.5 pr-4 text-left text-xs -outline-offset-2 hover:bg-hover @xl:grid-cols-[1rem_auto_minmax(0,1fr)_auto]',
            onPick ? 'pl-2.5' : 'pl-4',
          )}
        >
          <ChevronRight aria-hidden className={cx('size-3.5 text-faint transition-transform', open && 'rotate-90')} />
          <StatusCode status={delivery.status} />
          <span
            className={cx(
              'order-1 col-span-2 col-start-2 font-mono text-ink @xl:order-none @xl:col-span-1 @xl:col-start-auto',
              open ? 'break-all' : 'truncate',
            )}
          >
            <MethodName method={delivery.method} className="mr-2" />
            <Captured text={delivery.url} />
          </span>
          <span className="justify-self-end text-faint tabular-nums">
            {formatMs(delivery.timings.totalMs)} · <ExactTime iso={delivery.startedAt} show="clock" /> ·{' '}
            <Age iso={delivery.startedAt} suffix=" ago" />
          </span>
          {delivery.via !== 'resend' && (
            <span className="order-2 col-span-2 col-start-2 min-w-0 break-words text-muted @xl:order-none @xl:col-span-3">
              <DeliverySource delivery={delivery} forwards={forwards} />
            </span>
          )}
          {previous && <Change before={previous} after={delivery} />}
        </button>
      </div>
      {open && (
        <div className="border-t border-line/60 bg-sunken">
          {previous && (
            <p className="px-4 pt-3">
              <Button size="sm" onClick={() => onCompare(previous, delivery)}>
                Compare with the previous one
              </Button>
            </p>
          )}
          <WholeAnswer delivery={delivery} whole={whole} />
        </div>
      )}
    </li>
  )
}

/** Loads a long response body when the delivery is opened. */
function WholeAnswer({ delivery, whole }: { delivery: Delivery; whole: LoadedDeliveries['whole'] }) {
  const [loaded, setLoaded] = useState<Delivery | null>(delivery.responseBody.omittedBytes === undefined ? delivery : null)
  const [why, setWhy] = useState<string | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads again
  useEffect(() => {
    const closing = new AbortController()
    setWhy(null)
    whole(delivery, closing.signal).then(setLoaded, (error) => !closing.signal.aborted && setWhy(explain(error)))
    return () => closing.abort()
  }, [delivery, whole, attempt])
  if (loaded) return <Answer delivery={loaded} />
  if (why === null) return <Skeleton className="m-4 h-9" />
  return <LoadFailed why={why} onRetry={() => setAttempt(attempt + 1)} className="px-4 py-3" />
}

/** `500 → 200 · 120 ms → 35 ms · body different` */
function Change({ before, after }: { before: Delivery; after: Delivery }) {
  const { status, ms, body } = deliveryChange(before, after)
  return (
    <span className="order-2 col-span-2 col-start-2 flex flex-wrap @xl:order-none @xl:col-span-3 gap-x-2 text-2xs text-muted tabular-nums">
      {status ? <span className="font-medium text-ink">{status}</span> : <span>same status</span>}
      <span>{ms}</span>
      {body && <span>{body === 'same' ? 'same body' : 'body different'}</span>}
    </span>
  )
}
