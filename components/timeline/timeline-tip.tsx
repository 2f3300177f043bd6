import { Captured } from '../ui/captured'
import { cx } from '../ui/cx'
import { type BucketLine, requestsText } from './bucket-text'

type Props = { title: string; count: number; lines: readonly BucketLine[]; side: 'left' | 'right' }

/** Details of the bar under the pointer, shown below the bars. */
export function TimelineTip({ title, count, lines, side }: Props) {
  return (
    <div
      aria-hidden
      className={cx(
        'pointer-events-none absolute top-full z-20 max-w-[calc(100%-1rem)] rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-pop',
        side === 'left' ? 'left-2' : 'right-2',
      )}
    >
      <p className="text-2xs text-muted tabular-nums">{title}</p>
      <p className="font-medium text-ink tabular-nums">{requestsText(count)}</p>
      {lines.map(({ label, value, colour }) => (
        <p key={label} className="flex items-center gap-2 text-muted tabular-nums">
          {colour && <Swatch colour={colour} />}
          <span className="flex-1 truncate">
            <Captured text={label} />
          </span>
          <span className="pl-3 text-ink">{value}</span>
        </p>
      ))}
    </div>
  )
}

export function Swatch({ colour }: { colour: string }) {
  return (
    <span
      aria-hidden
      className="size-2 shrink-0 rounded-[2px] forced-color-adjust-none"
      style={{ background: `var(${colour})` }}
    />
  )
}
