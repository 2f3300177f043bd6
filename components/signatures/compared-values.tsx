import { Captured } from '../ui/captured'
import { cx } from '../ui/cx'
import { truncateMiddle } from './truncate-middle'

/** The expected and the sent signature, one above the other, with the first difference marked. */
export function ComparedValues({ expected, sent }: { expected: string; sent: string }) {
  const at = firstDifference(expected, sent)
  return (
    <section aria-label="Expected against sent" className="flex flex-col gap-1.5">
      <h4 className="text-xs font-medium text-muted">Expected against sent</h4>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2 font-mono text-xs">
        <dt className="font-sans text-muted">Expected</dt>
        <dd className="break-all">
          <Value text={expected} from={at} tone="ok" />
        </dd>
        <dt className="font-sans text-muted">Sent</dt>
        <dd className="break-all">
          <Value text={sent} from={at} tone="danger" />
        </dd>
      </dl>
      <p className="text-xs text-faint">{differenceText(at, expected, sent)}</p>
    </section>
  )
}

const TONES = { ok: 'bg-ok-soft text-ok', danger: 'bg-danger-soft text-danger' }

function Value({ text, from, tone }: { text: string; from: number | null; tone: keyof typeof TONES }) {
  if (from === null) return <Captured text={truncateMiddle(text)} />
  const rest = text.slice(from)
  return (
    <>
      {from > 0 && <Captured text={text.slice(0, from)} />}
      <mark className={cx('rounded-xs', TONES[tone])}>
        {rest === '' ? <span className="font-sans">(ends here)</span> : <Captured text={truncateMiddle(rest)} />}
      </mark>
    </>
  )
}

/** Index of the first difference of two texts; null if they are equal. */
export function firstDifference(one: string, other: string): number | null {
  if (one === other) return null
  const [a, b] = [[...one], [...other]]
  const at = a.findIndex((char, i) => char !== b[i])
  return a.slice(0, at < 0 ? a.length : at).join('').length
}

function differenceText(at: number | null, expected: string, sent: string): string {
  if (at === null) return 'Both are the same.'
  if (expected.toLowerCase() === sent.toLowerCase())
    return `They differ only in upper and lower case, from character ${at + 1} on.`
  return at === 0 ? 'They differ from the first character on.' : `They differ from character ${at + 1} on.`
}
