import { Fragment, type ReactNode } from 'react'
import { type Colour, type Coloured, colourPieces } from '#lib/formats/colours'
import type { SourceText } from '#lib/formats/source-text'
import { Captured, Visible } from '../ui/captured'
import { Mark, Marked, needlePattern } from './marked'

const CLASSES: Record<Colour, string> = {
  mark: 'text-code-mark',
  name: 'text-code-literal',
  key: 'text-code-key',
  string: 'text-code-string',
  number: 'text-code-number',
  word: 'text-code-literal',
  comment: 'text-faint italic',
}

type Props = { source: SourceText; start: number; end: number; colours: Coloured | null; needle: string }

/** A row of source in its colours; matches are marked across them. */
export function ColouredText({ source, start, end, colours, needle }: Props) {
  const text = source.slice(start, end)
  if (colours === null) return <Marked text={text} needle={needle} />
  if (needle === '') return paint(source, start, end, colours)
  let at = start
  return text.split(needlePattern(needle)).map((piece, i) => {
    const painted = paint(source, at, at + piece.length, colours)
    at += piece.length
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no other key
    return i % 2 === 1 ? <Mark key={i}>{painted}</Mark> : <Fragment key={i}>{painted}</Fragment>
  })
}

function paint(source: SourceText, start: number, end: number, colours: Coloured): ReactNode[] {
  let at = start
  return colourPieces(colours, start, end).map((piece) => {
    const text = source.slice(at, piece.end)
    const key = at
    at = piece.end
    return piece.colour === null ? (
      <Visible key={key} text={text} />
    ) : (
      <span key={key} className={CLASSES[piece.colour]}>
        <Captured text={text} />
      </span>
    )
  })
}
