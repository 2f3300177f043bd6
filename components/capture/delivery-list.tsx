'use client'

import { ChevronRight, Send } from 'lucide-react'
import { useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { formatMs } from '../format'
import { Answer } from '../resend/answer'
import { useReadOnly } from '../share/access'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { MethodName } from '../ui/method-name'
import { Skeleton } from '../ui/skeleton'
import { StatusCode } from '../ui/status-code'
import { Age } from '../ui/time'
import type { LoadedDeliveries } from './use-deliveries'

/** What became of the resends of this capture, newest first; each opens to its answer. */
export function DeliveryList({ loaded, onResend }: { loaded: LoadedDeliveries; onResend: () => void }) {
  const { deliveries, why } = loaded
  const readOnly = useReadOnly()
  if (why !== null) return <p className="px-4 py-6 text-sm text-danger">{why}</p>
  if (deliveries === null) return <Skeleton className="m-4 h-9" />
  if (deliveries.length === 0) {
    return (
      <div className="px-4 py-6">
        <p className="mb-3 text-sm text-muted">Not sent on yet.</p>
        {!readOnly && (
          <Button onClick={onResend}>
            <Send aria-hidden />
            Resend
          </Button>
        )}
      </div>
    )
  }
  return (
    <ol aria-label="Deliveries" className="pb-6">
      {deliveries.map((delivery) => (
        <DeliveryLine key={delivery.id} delivery={delivery} />
      ))}
    </ol>
  )
}

function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const [open, setOpen] = useState(false)
  return (
    <li className="border-b border-line/60">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="grid w-full grid-cols-[1rem_auto_minmax(0,1fr)_auto] items-center gap-2.5 px-4 py-2.5 text-left text-xs -outline-offset-2 hover:bg-hover"
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
      </button>
      {open && (
        <div className="border-t border-line/60 bg-sunken">
          <Answer delivery={delivery} />
        </div>
      )}
    </li>
  )
}
