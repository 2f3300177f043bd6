import type { DeliveryTimings } from '#lib/core/delivery'
import { formatMs } from '../ui/format'

type Part = { label: string; ms: number; colour: string }

/** Where the time went: DNS, connection, waiting for the first byte, download. `failed`: the last step failed. */
export function TimingBar({ timings, failed = false }: { timings: DeliveryTimings; failed?: boolean }) {
  const parts = timingParts(timings, failed)
  const total = Math.max(timings.totalMs, 0.1)
  return (
    <div>
      <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full bg-line forced-color-adjust-none">
        {parts.map(({ label, ms, colour }) => (
          <span key={label} className={colour} style={{ width: `${(ms / total) * 100}%` }} />
        ))}
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
        {parts.map(({ label, ms, colour }) => (
          <div key={label} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-1.5 rounded-full forced-color-adjust-none ${colour}`} />
            <dt className="text-muted">{label}</dt>
            <dd className="text-ink tabular-nums">{formatMs(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/**
 * Timings are measured from the start, so a part is the difference of two. If the delivery failed, the remaining time belongs to the step
 * that did not finish: a refused connection has no download.
 */
export function timingParts({ dnsMs, connectMs, firstByteMs, totalMs }: DeliveryTimings, failed = false): Part[] {
  const steps: [string, number | null, string][] = [
    ['DNS', dnsMs, 'bg-code-literal'],
    ['Connect', connectMs, 'bg-method-put'],
    ['Waiting', firstByteMs, 'bg-method-post'],
    ['Download', null, 'bg-ok'],
  ]
  const parts: Part[] = []
  let from = 0
  for (const [label, until, colour] of steps) {
    if (until === null) continue
    parts.push({ label, ms: Math.max(0, until - from), colour })
    from = Math.max(from, until)
  }
  const open = steps.slice(steps.findLastIndex(([, until]) => until !== null) + 1).map(([label]) => label)
  const rest = Math.max(0, totalMs - from)
  if (!failed) return [...parts, { label: 'Download', ms: rest, colour: 'bg-ok' }]
  // If there is no lookup time, the target may be a literal address, or the lookup itself may have failed.
  const label = dnsMs === null && connectMs === null && firstByteMs === null ? 'Failed' : `${open[0]} failed`
  return [...parts, { label, ms: rest, colour: 'bg-danger' }]
}
