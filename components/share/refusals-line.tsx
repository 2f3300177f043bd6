'use client'

import { TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CaptureRefusal, Refusal } from '#lib/core/refusal'
import { api } from '../api'
import { formatCount } from '../ui/format'

const EVERY_MS = 30_000

const WHY: Record<Exclude<CaptureRefusal, 'delayed_replies'>, string> = {
  captures_per_bin: 'over the rate limit of this bin',
  captures_per_address: 'over the rate limit of one address',
  aborted_captures: 'too many senders disconnected before the end of their body',
  gate: 'they failed the requirements of this bin',
  bytes_per_bin: 'the bin is full',
  storage_unavailable: 'the database could not store them',
}

/** Shows how many requests were refused and why, and how many were answered without their delay; nothing if there are none. */
export function RefusalsLine({ binId }: { binId: string }) {
  const counted = useRefusals(binId)
  if (counted.length === 0) return null
  return (
    <p role="status" className="flex items-start gap-2 border-b border-line bg-warn-soft px-4 py-2 text-xs text-warn">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span>
        {refusedText(counted)} {undelayedText(counted)}
      </span>
    </p>
  )
}

function refusedText(counted: readonly Refusal[]): string {
  const refused = counted.flatMap(({ reason, count }) => (reason === 'delayed_replies' ? [] : [{ why: WHY[reason], count }]))
  if (refused.length === 0) return ''
  const total = refused.reduce((sum, { count }) => sum + count, 0)
  const whys = refused.map(({ why, count }) => `${formatCount(count)}: ${why}`)
  return `${formatCount(total)} ${total === 1 ? 'request was' : 'requests were'} refused and not stored this week (${whys.join('; ')}).`
}

function undelayedText(counted: readonly Refusal[]): string {
  const { count } = counted.find(({ reason }) => reason === 'delayed_replies') ?? { count: 0 }
  if (count === 0) return ''
  return `${formatCount(count)} ${count === 1 ? 'request was' : 'requests were'} stored and got the response without its delay, because too many senders were waiting.`
}

/** Polled from time to time. After a failure, the last answer stays. */
function useRefusals(binId: string): Refusal[] {
  const [refusals, setRefusals] = useState<Refusal[]>([])
  useEffect(() => {
    const controller = new AbortController()
    const load = () =>
      api.listRefusals({ bin: binId }, { signal: controller.signal }).then(
        (answer) => setRefusals(answer.refusals),
        () => {},
      )
    void load()
    const timer = setInterval(load, EVERY_MS)
    return () => {
      clearInterval(timer)
      controller.abort()
    }
  }, [binId])
  return refusals
}
