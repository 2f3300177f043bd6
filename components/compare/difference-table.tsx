import { Captured } from '../ui/captured'
import { cx } from '../ui/cx'
import type { Difference } from './differences'

const ROWS_MAX = 500

/** The differences in one part, or a line that says that there are none. */
export function Differences({ title, differences }: { title: string; differences: readonly Difference[] }) {
  const more = differences.length - ROWS_MAX
  return (
    <section>
      <h3 className="mb-2 flex items-baseline gap-2 text-sm font-semibold">
        {title}{' '}
        <span className="text-xs font-normal text-faint">
          {differences.length === 0 ? 'the same' : differences.length.toLocaleString('en-US')}
        </span>
      </h3>
      {differences.length > 0 && (
        <table
          aria-label={title}
          className="w-full table-fixed border-collapse overflow-hidden rounded-lg border border-line font-mono text-xs"
        >
          <thead className="sr-only">
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {differences.slice(0, ROWS_MAX).map((difference, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are never reordered, and a path may repeat
              <Row key={index} {...difference} />
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && <p className="mt-2 text-xs text-muted">And {more.toLocaleString('en-US')} more.</p>}
    </section>
  )
}

function Row({ place, before, after, usual }: Difference) {
  const [old, now] = excerpts(before, after)
  return (
    <tr className={cx('border-b border-line/60 align-top last:border-b-0', usual && 'text-faint')}>
      <th scope="row" className="w-[34%] px-2 py-1.5 text-left font-normal break-all text-muted sm:px-3">
        <Captured text={place} />
      </th>
      <Value text={old} tone={usual ? '' : 'bg-danger-soft text-danger'} />
      <Value text={now} tone={usual ? '' : 'bg-ok-soft text-ok'} />
    </tr>
  )
}

function Value({ text, tone }: { text: string | null; tone: string }) {
  if (text === null) return <td className="px-2 py-1.5 text-faint sm:px-3">—</td>
  return (
    <td className="px-2 py-1.5 break-all sm:px-3">
      <span className={cx('box-decoration-clone rounded px-1 py-0.5', tone)}>
        <Captured text={text} />
      </span>
    </td>
  )
}

const CHARS_MAX = 400
const LEAD = 40

/** Excerpts of long texts where they begin to differ; `…` marks omissions. */
export function excerpts(before: string | null, after: string | null): [string | null, string | null] {
  if (Math.max(before?.length ?? 0, after?.length ?? 0) <= CHARS_MAX) return [before, after]
  const from = Math.max(0, commonLength(before ?? '', after ?? '') - LEAD)
  return [excerpt(before, from), excerpt(after, from)]
}

function excerpt(text: string | null, from: number): string | null {
  if (text === null) return null
  const part = text.slice(from, from + CHARS_MAX)
  return `${from > 0 ? '…' : ''}${part}${from + CHARS_MAX < text.length ? '…' : ''}`
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}
