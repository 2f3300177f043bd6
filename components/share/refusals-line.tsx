'use client'

import { TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CaptureRefusal, Refusal } from '#lib/core/refusal'
import { listRefusals } from '../api-client'
import { formatCount } from '../format'

const EVERY_MS = 30_000

const WHY: Record<CaptureRefusal, string> = {
  captures_per_bin: 'over the rate of this bin',
  captures_per_address: 'over the rate of one address',
  bytes_per_bin: 'the bin is full',
  delayed_replies: 'too many delayed replies at once',
  storage_unavailable: 'the database could not store them',
}

/** Tells the owner that senders were refused, how often and why; nothing where none were. */
export function RefusalsLine({ binId }: { binId: string }) {
  const refusals = useRefusals(binId)
  if (refusals.length === 0) return null
  const total = refusals.reduce((sum, { count }) => sum + count, 0)
  const whys = refusals.map(({ reason, count }) => `${formatCount(count)}: ${WHY[reason]}`)
  return (
    <p role="status" className="flex items-start gap-2 border-b border-line bg-warn-soft px-4 py-2 text-xs text-warn">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span>
        {formatCount(total)} {total === 1 ? 'request was' : 'requests were'} refused and not stored this week ({whys.join('; ')}).
      </span>
    </p>
  )
}

/** Asked now and then; where that fails, the last answer stays. */
function useRefusals(binId: string): Refusal[] {
  const [refusals, setRefusals] = useState<Refusal[]>([])
  useEffect(() => {
    const leaving = new AbortController()
    const ask = () =>
      listRefusals(binId, leaving.signal).then(
        (answer) => setRefusals(answer.refusals),
        () => {},
      )
    void ask()
    const timer = setInterval(ask, EVERY_MS)
    return () => {
      clearInterval(timer)
      leaving.abort()
    }
  }, [binId])
  return refusals
}
