'use client'

import { useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { headerValue } from '#lib/core/headers'
import { compareBodies } from '../compare/body-comparison'
import { Differences } from '../compare/difference-table'
import { type Difference, headerDifferences, mapDifferences } from '../compare/differences'
import { Captured } from '../ui/captured'
import { Dialog } from '../ui/dialog'
import { formatMs } from '../ui/format'
import { StatusCode } from '../ui/method-and-status'
import { onDemand } from '../ui/on-demand'
import { Age } from '../ui/time'

const TextCompare = onDemand(() => import('../compare/text-compare').then((module) => module.TextCompare))

type Props = { before: Delivery; after: Delivery; onOpenChange: (open: boolean) => void }

/** Two answers side by side: status, headers and body, and the differences in what was sent. The older one is on the left. */
export function DeliveryCompare({ before, after, onOpenChange }: Props) {
  const [hideUsual, setHideUsual] = useState(false)
  const outcome = mapDifferences(outcomeOf(before), outcomeOf(after))
  const headers = headerDifferences(before.responseHeaders, after.responseHeaders)
  const sent = headerDifferences(before.requestHeaders, after.requestHeaders)
  const usual = [...headers, ...sent].filter((each) => each.usual).length
  const shown = (all: readonly Difference[]) => (hideUsual ? all.filter((each) => !each.usual) : all)
  return (
    <Dialog open onOpenChange={onOpenChange} title="Compare two responses" className="sm:max-w-5xl">
      <div className="mb-4 grid grid-cols-2 gap-3 sm:gap-4">
        <Side label="Before" delivery={before} />
        <Side label="After" delivery={after} />
      </div>
      <div className="flex flex-col gap-6">
        {usual > 0 && (
          <label className="flex items-center gap-2 text-sm text-muted">
            <input type="checkbox" className="accent-(--accent)" checked={hideUsual} onChange={() => setHideUsual(!hideUsual)} />
            Hide times, ids and signatures ({usual})
          </label>
        )}
        <Differences title="Outcome" differences={outcome} />
        <AnswerBodies before={before} after={after} />
        <Differences title="Response headers" differences={shown(headers)} />
        <Differences title="Request headers" differences={shown(sent)} />
      </div>
    </Dialog>
  )
}

function Side({ label, delivery }: { label: string; delivery: Delivery }) {
  return (
    <div className="min-w-0 rounded-lg border border-line px-3 py-2">
      <p className="text-2xs font-medium text-faint">
        {label} · <Age iso={delivery.startedAt} suffix=" ago" />
      </p>
      <p className="mt-1 flex flex-wrap items-center gap-2 text-xs text-muted tabular-nums">
        <StatusCode status={delivery.status} />
        {formatMs(delivery.timings.totalMs)}
      </p>
      <p className="mt-1 font-mono text-xs break-all">
        <Captured text={delivery.url} />
      </p>
    </div>
  )
}

function outcomeOf({ url, method, status, error, requestBodySize }: Delivery): Map<string, string> {
  return new Map([
    ['target', url],
    ['method', method],
    ['bytes sent', String(requestBodySize)],
    ...(status === null ? [] : [['status', String(status)] as const]),
    ...(error ? [['error', error.message] as const] : []),
  ])
}

function AnswerBodies({ before, after }: { before: Delivery; after: Delivery }) {
  const [old, now] = [before.responseBody, after.responseBody]
  const title = old.truncated || now.truncated ? 'Body (the stored part)' : 'Body'
  const body = compareBodies({ body: old, contentType: typeOf(before) }, { body: now, contentType: typeOf(after) })
  if (body.kind === 'differences') {
    return (
      <div className="flex flex-col gap-2">
        <Differences title={title} differences={body.differences} />
        {body.note && <p className="text-xs text-muted">{body.note}</p>}
      </div>
    )
  }
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      <TextCompare before={old} after={now} />
    </section>
  )
}

const typeOf = ({ responseHeaders }: Delivery) => headerValue(responseHeaders, 'content-type')
