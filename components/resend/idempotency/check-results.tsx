'use client'

import { useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { deliveryChange } from '../../deliveries/delivery-change'
import { Button } from '../../ui/button'
import { formatMs } from '../../ui/format'
import { StatusCode } from '../../ui/method-and-status'
import { onDemand } from '../../ui/on-demand'
import { Skeleton } from '../../ui/skeleton'
import { type CheckResult, type CheckSend, verdictOf } from './check'
import type { Check } from './use-check'

const DeliveryCompare = onDemand(() => import('../../deliveries/delivery-compare').then((module) => module.DeliveryCompare))

/** A summary of the answers, and below it each answer beside the first. */
export function CheckResults({ check }: { check: Check }) {
  const [compared, setCompared] = useState<Delivery | null>(null)
  const { sends, results, state, newIds } = check
  const copies = results.filter((_, i) => sends[i]!.copy !== null)
  const first = copies.map(deliveryOf).find((delivery) => delivery !== null) ?? null
  const settled = results.filter(({ state }) => state !== 'waiting' && state !== 'sending').length
  return (
    <>
      <div className="mb-3 min-h-10 text-sm">
        {state === 'running' ? (
          <progress aria-label="Answered" max={results.length} value={settled} className="w-full" />
        ) : (
          <div role="status">
            {verdictOf(copies).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {state === 'stopped' && <p className="text-warn">Stopped. Requests that were already sent may have arrived.</p>}
            {newIds && (
              <p className="text-muted">
                All but the first had new message ids, so the receiver should treat each as a new message.
              </p>
            )}
          </div>
        )}
      </div>
      <table className="w-full text-left text-xs">
        <thead className="text-faint">
          <tr className="border-b border-line">
            <th className="py-1.5 font-medium">Request</th>
            <th className="font-medium">Status</th>
            <th className="font-medium">Time</th>
            <th className="font-medium">Body, compared with the first</th>
          </tr>
        </thead>
        <tbody>
          {sends.map((send, i) => (
            <AnswerRow
              // biome-ignore lint/suspicious/noArrayIndexKey: sends are never reordered
              key={i}
              send={send}
              result={results[i]!}
              first={send.copy === null ? null : first}
              onCompare={setCompared}
            />
          ))}
        </tbody>
      </table>
      {compared && first && <DeliveryCompare before={first} after={compared} onOpenChange={() => setCompared(null)} />}
    </>
  )
}

const deliveryOf = (result: CheckResult) => (result.state === 'answered' ? result.delivery : null)

type RowProps = {
  send: CheckSend
  result: CheckResult
  /** The first answer; null if there is none to compare with. */
  first: Delivery | null
  onCompare: (delivery: Delivery) => void
}

function AnswerRow({ send, result, first, onCompare }: RowProps) {
  const delivery = deliveryOf(result)
  return (
    <tr className="h-9 border-b border-line/60">
      <td className="font-mono tabular-nums">
        #{send.capture.seq} {send.copy === null ? <span className="font-sans text-faint">in between</span> : `× ${send.copy + 1}`}
      </td>
      <td>
        <Outcome result={result} />
      </td>
      <td className="text-muted tabular-nums">{delivery && formatMs(delivery.timings.totalMs)}</td>
      <td>{delivery && first && delivery !== first && <Body before={first} after={delivery} onCompare={onCompare} />}</td>
    </tr>
  )
}

function Outcome({ result }: { result: CheckResult }) {
  if (result.state === 'sending') return <Skeleton className="h-4 w-12" />
  if (result.state === 'failed') return <span className="text-danger">{`Not sent: ${result.why}`}</span>
  if (result.state !== 'answered') return <span className="text-faint">{result.state === 'waiting' ? 'Waiting' : 'Stopped'}</span>
  const { status, error } = result.delivery
  return error ? <span className="text-danger">{error.message}</span> : <StatusCode status={status} />
}

function Body({ before, after, onCompare }: { before: Delivery; after: Delivery; onCompare: RowProps['onCompare'] }) {
  const { body } = deliveryChange(before, after)
  if (body === 'same') return <span className="text-muted">Same</span>
  return (
    <Button size="sm" variant="ghost" onClick={() => onCompare(after)}>
      {body === 'different' ? 'Different: compare' : 'Compare'}
    </Button>
  )
}
