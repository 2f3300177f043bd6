'use client'

import { useMemo } from 'react'
import { rowCells, rowCount, rowOfOffset, type Table } from '#lib/viewers/table'
import { Marked } from './marked'
import { SearchBar } from './search-bar'
import { useSearch } from './use-search'
import { VirtualRows } from './virtual-rows'

const ROW_PX = 24
const CELL_CHARS = 200
const TITLE_CHARS = 2000
const CELLS_MAX = 100
/** The widths of columns are taken from the first rows. */
const SAMPLE_ROWS = 50

/** Delimited text as a table. */
export default function TableView({ table, fill }: { table: Table; fill: boolean }) {
  const search = useSearch(table.text)
  const offset = search.matches[search.current] ?? null
  const target = useMemo(() => (offset === null ? null : { row: rowOfOffset(table, offset) }), [table, offset])
  const widths = useMemo(() => columnWidths(table), [table])
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
        target={target}
        role="table"
        aria-label="Rows of the body"
        aria-rowcount={rowCount(table)}
        tabIndex={0}
        className="-outline-offset-2"
      >
        {(row) => (
          // biome-ignore lint/a11y/useSemanticElements: rows of a table cannot be placed by hand
          <div
            role="row"
            tabIndex={-1}
            aria-rowindex={row + 1}
            className={`flex h-full w-max items-center border-b border-line font-mono text-xs ${row === target?.row ? 'bg-selected' : ''}`}
          >
            {/* biome-ignore lint/a11y/useSemanticElements: see the row */}
            <span role="rowheader" tabIndex={-1} className="w-14 shrink-0 pr-3 text-right text-2xs text-faint select-none">
              {row + 1}
            </span>
            {rowCells(table, row, CELLS_MAX, TITLE_CHARS).map((cell, i) => (
              // biome-ignore lint/a11y/useSemanticElements: see the row
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: the place of a cell is its name
                key={i}
                role="cell"
                className="truncate pr-4"
                style={{ width: `${widths[i] ?? 12}ch` }}
                title={cell.length > 24 ? cell : undefined}
              >
                <Marked text={cell.slice(0, CELL_CHARS)} needle={search.needle} />
              </span>
            ))}
            {cellCount(table, row) > CELLS_MAX && (
              // biome-ignore lint/a11y/useSemanticElements: see the row
              <span role="cell" className="pr-4 text-2xs text-muted">
                {cellCount(table, row) - CELLS_MAX} more cells
              </span>
            )}
          </div>
        )}
      </VirtualRows>
    </>
  )
}

function cellCount(table: Table, row: number): number {
  return table.rows[row + 1]! - table.rows[row]!
}

function columnWidths(table: Table): number[] {
  const widths: number[] = []
  for (let row = 0; row < Math.min(SAMPLE_ROWS, rowCount(table)); row++) {
    rowCells(table, row, CELLS_MAX, TITLE_CHARS).forEach((cell, i) => {
      widths[i] = Math.min(40, Math.max(widths[i] ?? 6, cell.length + 3))
    })
  }
  return widths
}
