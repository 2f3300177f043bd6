'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { useCapture } from '../bin/use-capture'
import { Dialog } from '../ui/dialog'
import { MethodName } from '../ui/method-name'
import { Skeleton } from '../ui/skeleton'
import { Age } from '../ui/time'
import { Differences } from './difference-table'
import { type Difference, headerDifferences, mapDifferences } from './differences'
import { flattenJson } from './flat-json'

const TextCompare = dynamic(() => import('./text-compare').then((module) => module.TextCompare))

type Props = { before: CaptureSummary; after: CaptureSummary; onOpenChange: (open: boolean) => void }

/** Two captures side by side: what differs, and nothing else. The older one is on the left. */
export function CompareDialog({ before, after, onOpenChange }: Props) {
  const [left, right] = [useCapture(before.binId, before.id, null), useCapture(after.binId, after.id, null)]
  const failed = [left, right].find((each) => each?.state === 'failed')
  return (
    <Dialog open onOpenChange={onOpenChange} title="Compare" className="sm:max-w-5xl">
      <div className="mb-4 grid grid-cols-2 gap-4">
        <Side label="Before" capture={before} />
        <Side label="After" capture={after} />
      </div>
      {failed?.state === 'failed' ? (
        <p role="alert" className="text-sm text-danger">
          {failed.why}
        </p>
      ) : left?.state === 'ready' && right?.state === 'ready' ? (
        <Comparison before={left.capture} after={right.capture} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Dialog>
  )
}

function Side({ label, capture }: { label: string; capture: CaptureSummary }) {
  return (
    <div className="min-w-0 rounded-lg border border-line px-3 py-2">
      <p className="text-2xs font-medium text-faint">
        {label} · #{capture.seq} · <Age iso={capture.receivedAt} suffix=" ago" />
      </p>
      <p className="mt-0.5 truncate font-mono text-xs">
        <MethodName method={capture.method} className="mr-2" />
        {capture.path}
      </p>
    </div>
  )
}

function Comparison({ before, after }: { before: Capture; after: Capture }) {
  const [hideUsual, setHideUsual] = useState(false)
  const line = mapDifferences(lineOf(before), lineOf(after))
  const headers = headerDifferences(before.headers, after.headers)
  const flat = [jsonOf(before), jsonOf(after)] as const
  const body = flat[0] && flat[1] ? mapDifferences(flat[0], flat[1]) : null
  const usual = [...line, ...headers, ...(body ?? [])].filter((each) => each.usual).length
  const shown = (all: readonly Difference[]) => (hideUsual ? all.filter((each) => !each.usual) : all)
  return (
    <div className="flex flex-col gap-6">
      {usual > 0 && (
        <label className="flex items-center gap-2 text-sm text-muted">
          <input type="checkbox" className="accent-(--accent)" checked={hideUsual} onChange={() => setHideUsual(!hideUsual)} />
          Hide times, ids and signatures ({usual})
        </label>
      )}
      {line.length > 0 && <Differences title="Request line" differences={shown(line)} />}
      {body ? (
        <Differences title="Body" differences={shown(body)} />
      ) : before.body.data === after.body.data ? (
        <Differences title="Body" differences={[]} />
      ) : (
        <section>
          <h3 className="mb-2 text-sm font-semibold">Body</h3>
          <TextCompare before={before.body} after={after.body} />
        </section>
      )}
      <Differences title="Headers" differences={shown(headers)} />
    </div>
  )
}

const lineOf = ({ method, path, query }: Capture) =>
  new Map([['method', method], ['path', path], ...(query ? [['query', query] as const] : [])])
const jsonOf = ({ body }: Capture) => (body.encoding === 'utf8' ? flattenJson(body.data) : null)
