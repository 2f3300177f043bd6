import { needsIsolation } from '#lib/core/visible-text'
import { Captured, Visible } from '../ui/captured'

/** Text with every match of `needle` marked, case-insensitive. `read`: the decoded text; if only that matches, the whole text is marked. */
export function Marked({ text, needle, read }: { text: string; needle: string; read?: string }) {
  if (needle === '') return <Captured text={text} />
  if (read !== undefined && holds(read, needle) && !holds(text, needle))
    return (
      <Mark>
        <Captured text={text} />
      </Mark>
    )
  // Odd pieces are the matches, because `split` keeps captured groups.
  const pieces = text.split(needlePattern(needle)).map((piece, i) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no other key
    return i % 2 === 1 ? <Mark key={i}>{<Visible text={piece} />}</Mark> : <Visible key={i} text={piece} />
  })
  return needsIsolation(text) ? <bdi dir="ltr">{pieces}</bdi> : pieces
}

/** With a capturing group, so that `split` keeps the matches. */
export function needlePattern(needle: string): RegExp {
  return new RegExp(`(${needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`, 'gi')
}

export function Mark({ children }: { children: React.ReactNode }) {
  return <mark className="rounded-xs bg-warn-soft text-warn">{children}</mark>
}

function holds(text: string, needle: string): boolean {
  return text.toLowerCase().includes(needle.toLowerCase())
}
