import type { SourceText } from '#lib/formats/source-text'
import type { Place, TreeProblem } from '#lib/formats/tree'

const BEFORE = 60
const AFTER = 40
const REST_CHARS = 20_000

/** Where the source is broken: the line with a caret below the error, and the rest as text. */
export function BrokenPlace({ text, problem }: { text: SourceText; problem: TreeProblem }) {
  const { at, restAt, place, message } = problem
  const lineChars = 'column' in place ? place.column - 1 : at
  const before = text.slice(Math.max(0, at - Math.min(BEFORE, lineChars)), at)
  const after = text.slice(at, at + AFTER).split(/[\r\n]/, 1)[0]!
  const rest = text.slice(restAt, restAt + REST_CHARS)
  return (
    <div
      role="note"
      aria-label="Where it is broken"
      className="max-h-60 shrink-0 scroll-thin overflow-auto border-t border-line bg-danger-soft px-4 py-2"
    >
      <p className="text-xs text-danger">{`${placeText(place)}: ${message}.`}</p>
      <pre className="mt-1 font-mono text-xs text-ink">
        {`${before}${after}\n`}
        <span className="text-danger">{`${' '.repeat([...before].length)}^`}</span>
      </pre>
      {rest.trim() !== '' && (
        <>
          <p className="mt-2 text-2xs text-muted">The rest, as text:</p>
          <pre className="font-mono text-xs break-all whitespace-pre-wrap text-ink">{rest}</pre>
          {restAt + REST_CHARS < text.length && <p className="text-2xs text-muted">Text or Hex shows all of it.</p>}
        </>
      )}
    </div>
  )
}

function placeText(place: Place): string {
  return 'byte' in place ? `Byte ${place.byte}` : `Line ${place.line}, column ${place.column}`
}
