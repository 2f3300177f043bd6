'use client'

import { Send } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { previousToSameTarget } from '../compare/delivery-change'
import { useReadOnly } from '../share/access'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { DeliveryLine } from './delivery-line'
import type { LoadedDeliveries } from './use-deliveries'

const DeliveryCompare = dynamic(() => import('../compare/delivery-compare').then((module) => module.DeliveryCompare))

type Props = {
  loaded: LoadedDeliveries
  /** The one that the URL names: it stands open. */
  linkedId: string | null
  onResend: () => void
}

/** What became of the resends of this capture, newest first; each opens to its answer and says how it differs from the one before. */
export function DeliveryList({ loaded, linkedId, onResend }: Props) {
  const { deliveries, why } = loaded
  const [compared, setCompared] = useState<{ before: Delivery; after: Delivery } | null>(null)
  if (why !== null) return <p className="px-4 py-6 text-sm text-danger">{why}</p>
  if (deliveries === null) return <Skeleton className="m-4 h-9" />
  if (deliveries.length === 0) return <NotSentYet onResend={onResend} />
  return (
    <>
      <History deliveries={deliveries} linkedId={linkedId} onCompare={(before, after) => setCompared({ before, after })} />
      {compared && <DeliveryCompare {...compared} onOpenChange={(open) => !open && setCompared(null)} />}
    </>
  )
}

type HistoryProps = {
  deliveries: readonly Delivery[]
  linkedId: string | null
  onCompare: (before: Delivery, after: Delivery) => void
}

function History({ deliveries, linkedId, onCompare }: HistoryProps) {
  const [pickedIds, setPickedIds] = useState<readonly string[]>([])
  const picked = deliveries.filter(({ id }) => pickedIds.includes(id))
  const pick = (id: string) =>
    setPickedIds((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id].slice(-2)))
  return (
    <>
      {deliveries.length > 1 && (
        <div className="flex h-10 items-center justify-between gap-2 border-b border-line/60 px-4 text-xs text-muted">
          <span>{picked.length === 2 ? 'Two picked' : 'Pick two to compare their answers.'}</span>
          <Button size="sm" disabled={picked.length !== 2} onClick={() => onCompare(picked[1]!, picked[0]!)}>
            Compare
          </Button>
        </div>
      )}
      <ol aria-label="Deliveries" className="pb-6">
        {deliveries.map((delivery) => (
          <DeliveryLine
            key={delivery.id}
            delivery={delivery}
            previous={previousToSameTarget(deliveries, delivery)}
            linked={delivery.id === linkedId}
            picked={pickedIds.includes(delivery.id)}
            onPick={deliveries.length > 1 ? () => pick(delivery.id) : null}
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
