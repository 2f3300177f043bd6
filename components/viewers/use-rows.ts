'use client'

import { useEffect, useMemo, useState } from 'react'
import type { Tree } from '#lib/formats/tree'
import { type Folding, RowsWriter, treeRows } from '#lib/formats/tree-rows'

/** This many nodes take a few milliseconds. */
const STEP_NODES = 100_000

const NO_ROWS = new Uint32Array()

/** The visible rows. For a large tree they are computed in slices, and the previous rows are shown meanwhile. */
export function useRows(tree: Tree, folding: Folding): Uint32Array {
  const small = tree.size <= STEP_NODES
  const whole = useMemo(() => (small ? treeRows(tree, folding) : NO_ROWS), [tree, folding, small])
  const [written, setWritten] = useState<Uint32Array>(NO_ROWS)
  useEffect(() => {
    if (small) return
    const writer = new RowsWriter(tree, folding)
    let timer = setTimeout(writeOn)
    function writeOn(): void {
      if (writer.write(STEP_NODES)) setWritten(writer.rows)
      else timer = setTimeout(writeOn)
    }
    return () => clearTimeout(timer)
  }, [tree, folding, small])
  return small ? whole : written
}
