'use client'

import { Send } from 'lucide-react'
import { useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { useReadOnly } from '../access/page-access'
import { explain } from '../api'
import type { ForwardStore } from '../feed/forward-store'
import { Button } from '../ui/button'
import { LoadFailed } from '../ui/load-failed'
import { onDemand } from '../ui/on-demand'
import { Skeleton } from '../ui/skeleton'
import { previousToSameTarget } from './delivery-change'
import { DeliveryLine } from './delivery-line'
import { UndeliveredForwards } from './undelivered-forwards'
import type { LoadedDeliveries } from './use-deliveries'

const DeliveryCompare = onDemand(() => import('./delivery-compare').then((module) => module.DeliveryCompare))

type Props = {
  capture: Pick<CaptureSummary, 'binId' | 'id' | 'seq'>
  loaded: LoadedDeliveries
  /** The bin's forwards, to name the one that sent a delivery. */
  forwards: ForwardStore
  /** The delivery named in the URL, which is shown open. */
  linkedId: string | null
  onResend: () => void
}

/**
 * The deliveries of this capture by resend, forward or `creel listen`, newest first. Each opens to its answer and says how it differs from
 * the previous one.
 */
export function DeliveryList({ capture, ...props }: Props) {
  return (
    <>
      <UndeliveredForwards capture={capture} forwards={props.forwards} />
      <Deliveries {...props} />
    </>
  )
}

function Deliveries({ loaded, forwards, linkedId, onResend }: Omit<Props, 'capture'>) {
  const { deliveries, why, whole, retry } = loaded
  const [failed, setFailed] = useState<string | null>(null)
  const [compared, setCompared] = useState<{ before: Delivery; after: Delivery } | null>(null)
  if (why !== null) return <LoadFailed why={why} onRetry={retry} className="px-4 py-6" />
  if (deliveries === null) return <Skeleton className="m-4 h-9" />
  if (deliveries.length === 0) return <NotSentYet onResend={onResend} />
  const compare = (before: Delivery, after: Delivery) =>
    Promise.all([whole(before), whole(after)]).then(
      ([before, after]) => {
        setFailed(null)
        setCompared({ before, after })
      },
      (error) => setFailed(explain(error)),
    )
  return (
    <>
      {failed && (
        <p role="alert" className="px-4 pt-3 text-sm text-danger">
          {failed}
        </p>
      )}
      <History deliveries={deliveries} forwards={forwards} linkedId={linkedId} whole={whole} onCompare={compare} />
      {compared && <DeliveryCompare {...compared} onOpenChange={(open) => !open && setCompared(null)} />}
    </>
  )
}

type HistoryProps = {
  deliveries: readonly Delivery[]
  forwards: ForwardStore
  linkedId: string | null
  whole: LoadedDeliveries['whole']
  onCompare: (before: Delivery, after: Delivery) => void
}

function History({ deliveries, forwards, linkedId, whole, onCompare }: HistoryProps) {
  const [pickedIds, setPickedIds] = useState<readonly string[]>([])
  const picked = deliveries.filter(({ id }) => pickedIds.includes(id))
  const pick = (id: string) =>
    setPickedIds((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id].slice(-2)))
  return (
    <>
      {deliveries.length > 1 && (
        <div className="flex h-10 items-center justify-between gap-2 border-b border-line/60 px-4 text-xs text-muted">
          <span>{picked.length === 2 ? 'Two selected' : 'Select two to compare their responses.'}</span>
          <Button size="sm" disabled={picked.length !== 2} onClick={() => onCompare(picked[1]!, picked[0]!)}>
            Compare responses
          </Button>
        </div>
      )}
      <ol aria-label="Deliveries" className="@container pb-6">
        {deliveries.map((delivery) => (
          <DeliveryLine
            key={delivery.id}
            delivery={delivery}
            previous={previousToSameTarget(deliveries, delivery)}
            linked={delivery.id === linkedId}
            picked={pickedIds.includes(delivery.id)}
            onPick={deliveries.length > 1 ? () => pick(delivery.id) : null}
            whole={whole}
            forwards={forwards}
            onCompare={onCompare}
          />
        ))}
      </ol>
    </>
  )
}

function NotSentYet({ onResend }: { onResend: () => void }) {
  const readOnly = useReadOnly()
  return (
    <div className="px-4 py-6">
      <p className="mb-3 text-sm text-muted">Not resent yet.</p>
      {!readOnly && (
        <Button onClick={onResend}>
          <Send aria-hidden />
          Resend
        </Button>
      )}
    </div>
  )
}
