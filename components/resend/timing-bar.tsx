import type { DeliveryTimings } from '#lib/core/delivery'
import { formatMs } from '../format'

type Part = { label: string; ms: number; colour: string }

/** Where the time went: name look-up, connection, wait for the first byte, rest of the answer. */
export function TimingBar({ timings }: { timings: DeliveryTimings }) {
  const parts = timingParts(timings)
  const total = Math.max(timings.totalMs, 0.1)
  return (
    <div>
      <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full bg-line">
        {parts.map(({ label, ms, colour }) => (
          <span key={label} className={colour} style={{ width: `${(ms / total) * 100}%` }} />
        ))}
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
        {parts.map(({ label, ms, colour }) => (
          <div key={label} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-1.5 rounded-full ${colour}`} />
            <dt className="text-muted">{label}</dt>
            <dd className="text-ink tabular-nums">{formatMs(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** The timings are counted from the start; a part is what lies between two of them. */
export function timingParts({ dnsMs, connectMs, firstByteMs, totalMs }: DeliveryTimings): Part[] {
  const steps: [string, number | null, string][] = [
    ['Look-up', dnsMs, 'bg-code-literal'],
    ['Connect', connectMs, 'bg-method-put'],
    ['Wait', firstByteMs, 'bg-method-post'],
    ['Answer', totalMs, 'bg-ok'],
  ]
  const parts: Part[] = []
  let from = 0
  for (const [label, until, colour] of steps) {
    if (until === null) continue
    parts.push({ label, ms: Math.max(0, until - from), colour })
    from = Math.max(from, until)
  }
  return parts
}
