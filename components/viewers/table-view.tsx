'use client'

import { Fragment, type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
import { rowCells, rowCount, rowOfOffset, type Table } from '#lib/formats/table'
import { type RowTarget, VirtualRows } from '../rows/virtual-rows'
import { Captured } from '../ui/captured'
import { cx } from '../ui/cx'
import { Marked } from './marked'
import { SearchBar } from './search-bar'
import { useSearch } from './use-search'

const ROW_PX = 24
const CELL_CHARS = 200
/** Limit on a cell in the full row. */
const WHOLE_CHARS = 20_000
/** Room to bring into view below an expanded row. */
const ROOM_PX = 160
const CELLS_MAX = 100
const PAGE_ROWS = 20
/** Column widths are computed from the first rows. */
const SAMPLE_ROWS = 50

/** Delimited text as a table. A single tab stop; arrows select a row, and Enter or a click shows it in full below. */
export default function TableView({ table, fill }: { table: Table; fill: boolean }) {
  const search = useSearch(table.text)
  const offset = search.matches[search.current] ?? null
  const found = useMemo(() => (offset === null ? null : { row: rowOfOffset(table, offset) }), [table, offset])
  const rows = useTableRows(rowCount(table), found)
  const widths = useMemo(() => columnWidths(table), [table])
  const panels = useMemo(
    () =>
      rows.opened === null
        ? []
        : [{ row: rows.opened, key: `${rows.opened}`, content: <WholeRow table={table} row={rows.opened} /> }],
    [table, rows.opened],
  )
  const id = useId()
  return (
    <>
      <div className="flex shrink-0 items-center gap-2 px-4 pb-1.5">
        <SearchBar search={search} />
        <span className="text-2xs text-muted">
          {rowCount(table)} rows, {table.columns} columns
        </span>
      </div>
      <VirtualRows
        fill={fill}
        count={rowCount(table)}
        rowPx={ROW_PX}
        target={rows.target}
        panels={panels}
        role="treegrid"
        aria-label="Rows of the body"
        aria-rowcount={rowCount(table)}
        aria-activedescendant={`${id}-${rows.active}`}
        tabIndex={0}
        onKeyDown={rows.onKeyDown}
        className="group/rows -outline-offset-2"
      >
        {(row) => (
          // biome-ignore lint/a11y/useSemanticElements: rows of a real table cannot be positioned absolutely
          // biome-ignore lint/a11y/useKeyWithClickEvents: the surrounding grid handles the keys
          <div
            id={`${id}-${row}`}
            role="row"
            tabIndex={-1}
            aria-rowindex={row + 1}
            aria-selected={row === rows.active}
            aria-expanded={row === rows.opened}
            onClick={() => rows.choose(row)}
            className={cx(
              'flex h-full w-max min-w-full cursor-pointer items-center border-b border-line font-mono text-xs outline-none',
              row === found?.row ? 'bg-selected' : 'hover:bg-hover',
              row === rows.active && 'group-focus-visible/rows:bg-selected',
            )}
          >
            {/* biome-ignore lint/a11y/useSemanticElements: see the row */}
            <span role="rowheader" tabIndex={-1} className="w-14 shrink-0 pr-3 text-right text-2xs text-faint select-none">
              {row + 1}
            </span>
            {rowCells(table, row, CELLS_MAX, CELL_CHARS).map((cell, i) => (
              // biome-ignore lint/a11y/useSemanticElements: see the row
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: the place of a cell is its name
                key={i}
                role="gridcell"
                tabIndex={-1}
                className="truncate pr-4"
                style={{ width: `${widths[i] ?? 12}ch` }}
              >
                <Marked text={cell} needle={search.needle} />
              </span>
            ))}
            {cellCount(table, row) > CELLS_MAX && (
              // biome-ignore lint/a11y/useSemanticElements: see the row
              <span role="gridcell" tabIndex={-1} className="pr-4 text-2xs text-muted">
                {cellCount(table, row) - CELLS_MAX} more cells
              </span>
            )}
          </div>
        )}
      </VirtualRows>
    </>
  )
}

/** The current row, and the row that is shown in full. */
function useTableRows(count: number, found: RowTarget | null) {
  const [active, setActive] = useState(0)
  const [opened, setOpened] = useState<number | null>(null)
  const [target, setTarget] = useState(found)
  useEffect(() => setTarget(found), [found])
  const toggle = (row: number) => {
    setOpened(row === opened ? null : row)
    setTarget({ row, roomPx: ROOM_PX })
  }
  const choose = (row: number) => {
    if ((window.getSelection()?.toString() ?? '') !== '') return // the user selected text
    setActive(row)
    toggle(row)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Enter' || event.key === ' ') toggle(active)
    else if (event.key === 'Escape' && opened !== null) setOpened(null)
    else {
      const to = keyRow(event.key, active, count)
      if (to === null) return
      setActive(to)
      setTarget({ row: to })
    }
    event.preventDefault()
    event.stopPropagation()
  }
  return { active, opened, target, choose, onKeyDown }
}

function keyRow(key: string, at: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: -1,
    ArrowDown: 1,
    PageUp: -PAGE_ROWS,
    PageDown: PAGE_ROWS,
    Home: -count,
    End: count,
  }
  const step = steps[key]
  return step === undefined ? null : Math.min(count - 1, Math.max(0, at + step))
}

/** Every cell of a row in full, under the column name from the first row. */
function WholeRow({ table, row }: { table: Table; row: number }) {
  const names = rowCells(table, 0, CELLS_MAX, CELL_CHARS)
  const cells = rowCells(table, row, CELLS_MAX, WHOLE_CHARS)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a treegrid may contain only rows
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, see aria-activedescendant
    <div role="row">
      {/* biome-ignore lint/a11y/useSemanticElements: see the row */}
      <div role="gridcell" tabIndex={-1}>
        <section aria-label={`Row ${row + 1}`} className="border-b border-line bg-sunken py-2 pr-4 pl-14">
          <dl className="grid grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
            {cells.map((cell, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place of a cell is its name
              <Fragment key={i}>
                <dt className="max-w-48 text-muted wrap-anywhere">
                  {row > 0 && names[i] ? <Captured text={names[i]} /> : `Column ${i + 1}`}
                </dt>
                <dd className="max-h-60 overflow-auto font-mono wrap-anywhere whitespace-pre-wrap">
                  <Captured text={cell} />
                  {cell.length >= WHOLE_CHARS && <span className="text-faint"> … download the body for the rest</span>}
                </dd>
              </Fragment>
            ))}
          </dl>
        </section>
      </div>
    </div>
  )
}

function cellCount(table: Table, row: number): number {
  return table.rows[row + 1]! - table.rows[row]!
}

function columnWidths(table: Table): number[] {
  const widths: number[] = []
  for (let row = 0; row < Math.min(SAMPLE_ROWS, rowCount(table)); row++) {
    rowCells(table, row, CELLS_MAX, CELL_CHARS).forEach((cell, i) => {
      widths[i] = Math.min(40, Math.max(widths[i] ?? 6, cell.length + 3))
    })
  }
  return widths
}
