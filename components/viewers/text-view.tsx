'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { rowAt, type TextBlock, textRow, wrapRows } from '#lib/formats/text-block'
import { type RowTarget, VirtualRows } from '../rows/virtual-rows'
import { Segmented } from '../ui/segmented'
import { ColouredText } from './coloured-text'
import { SearchBar } from './search-bar'
import { useSearch } from './use-search'
import { useWrap, WrapToggle } from './wrap-choice'

const ROW_PX = 18
/** The width of a character of the 12 px monospace font; a wrong guess only moves line breaks. */
const CHAR_PX = 7.23
const GUTTER_PX = 64
const COLUMNS_MIN = 20
const COLUMNS = 100
/**
 * Without wrapping a line scrolls sideways. A longer one is still broken, because browsers cannot draw millions of characters in a row.
 */
const UNWRAPPED_COLUMNS = 4000

/** A part of a body up to this length is completely visible and needs no search. */
const SHORT_CHARS = 200

/** Text in numbered lines, with a switch between pretty and sent form if there is a pretty form. */
export default function TextView({ text, pretty, fill }: { text: TextBlock; pretty: TextBlock | null; fill: boolean }) {
  const [form, setForm] = useState<'pretty' | 'sent'>(pretty === null ? 'sent' : 'pretty')
  const block = form === 'pretty' && pretty !== null ? pretty : text
  return (
    <Lines
      key={form}
      block={block}
      fill={fill}
      aside={
        pretty !== null && (
          <Segmented
            label="Form of the text"
            options={[
              { id: 'pretty', label: 'Pretty' },
              { id: 'sent', label: 'As sent' },
            ]}
            value={form}
            onChange={setForm}
          />
        )
      }
    />
  )
}

/** A block of text with search. */
export function Lines({ block, fill, aside }: { block: TextBlock; fill: boolean; aside?: React.ReactNode }) {
  const { wrap } = useWrap()
  const short = !fill && block.text.length <= SHORT_CHARS
  const [box, fitting] = useColumns()
  const columns = wrap ? fitting : UNWRAPPED_COLUMNS
  const rows = useMemo(() => wrapRows(block, columns), [block, columns])
  const search = useSearch(block.text)
  const offset = search.matches[search.current] ?? null
  const target = useMemo<RowTarget | null>(
    () => (offset === null ? null : { row: rowAt(block, rows, offset, columns) }),
    [block, rows, offset, columns],
  )
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 pb-1.5">
        {aside}
        {!short && (
          <>
            <SearchBar search={search} />
            <WrapToggle />
          </>
        )}
        {block.charset !== null && block.charset !== 'utf-8' && <span className="text-2xs text-muted">{block.charset}</span>}
      </div>
      <div ref={box} className={fill ? 'flex min-h-0 flex-1 flex-col' : undefined}>
        <VirtualRows
          fill={fill}
          count={rows[rows.length - 1]!}
          rowPx={ROW_PX}
          target={target}
          tabIndex={0}
          role="group"
          aria-label="Text of the body"
          className="-outline-offset-2"
        >
          {(row) => (
            <Line block={block} rows={rows} row={row} columns={columns} needle={search.needle} current={row === target?.row} />
          )}
        </VirtualRows>
      </div>
    </>
  )
}

type LineProps = { block: TextBlock; rows: Uint32Array; row: number; columns: number; needle: string; current: boolean }

function Line({ block, rows, row, columns, needle, current }: LineProps) {
  const { line, first, start, end } = textRow(block, rows, row, columns)
  return (
    <div
      data-current={current || undefined}
      className={`flex h-full font-mono text-xs leading-4.5 whitespace-pre ${current ? 'bg-selected' : ''}`}
    >
      <span aria-hidden className="w-14 shrink-0 pr-3 text-right text-2xs text-faint select-none">
        {first ? line + 1 : ''}
      </span>
      <span style={{ tabSize: 2 }}>
        <ColouredText source={block.text} start={start} end={end} colours={block.colours} needle={needle} />
      </span>
    </div>
  )
}

/** How many characters fit in a line. */
function useColumns(): [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null)
  const [columns, setColumns] = useState(COLUMNS)
  useEffect(() => {
    const element = box.current
    if (element === null || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => {
      setColumns(Math.max(COLUMNS_MIN, Math.floor((element.clientWidth - GUTTER_PX) / CHAR_PX)))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [box, columns]
}
