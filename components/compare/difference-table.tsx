import { cx } from '../ui/cx'
import type { Difference } from './differences'

/** What differs in one part, place by place; a part that does not differ says so. */
export function Differences({ title, differences }: { title: string; differences: readonly Difference[] }) {
  return (
    <section>
      <h3 className="mb-2 flex items-baseline gap-2 text-sm font-semibold">
        {title}{' '}
        <span className="text-xs font-normal text-faint">{differences.length === 0 ? 'the same' : differences.length}</span>
      </h3>
      {differences.length > 0 && (
        <table className="w-full table-fixed border-collapse overflow-hidden rounded-lg border border-line font-mono text-xs">
          <thead className="sr-only">
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ place, before, after, usual }) => (
              <tr key={place} className={cx('border-b border-line/60 align-top last:border-b-0', usual && 'text-faint')}>
                <th scope="row" className="w-[34%] px-3 py-1.5 text-left font-normal break-all text-muted">
                  {place}
                </th>
                <Value text={before} tone={usual ? '' : 'bg-danger-soft text-danger'} />
                <Value text={after} tone={usual ? '' : 'bg-ok-soft text-ok'} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Value({ text, tone }: { text: string | null; tone: string }) {
  if (text === null) return <td className="px-3 py-1.5 text-faint">—</td>
  return (
    <td className="px-3 py-1.5 break-all">
      <span className={cx('box-decoration-clone rounded px-1 py-0.5', tone)}>{text}</span>
    </td>
  )
}
