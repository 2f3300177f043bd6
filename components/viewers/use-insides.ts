'use client'

import { useMemo } from 'react'
import type { Inside } from '#lib/formats/inside'
import { openedValue, openNode } from '#lib/formats/open-node'
import type { Tree } from '#lib/formats/tree'
import { WorkerText } from './body-worker'

/** Longer values are opened in the worker. */
const HERE_CHARS = 262_144

/** The opened content of a value, computed once. Null: the worker that had the text has ended. */
export type Opened = Inside | Promise<Inside | null>

export function useInsides(tree: Tree): (node: number) => Opened {
  return useMemo(() => {
    const known = new Map<number, Opened>()
    return (node) => {
      const opened = known.get(node) ?? open(tree, node)
      known.set(node, opened)
      return opened
    }
  }, [tree])
}

function open(tree: Tree, node: number): Opened {
  const { text } = tree
  const value = openedValue(tree, node)
  const elsewhere = text instanceof WorkerText && value.end - value.start > HERE_CHARS
  return elsewhere ? text.open(value).catch(() => null) : openNode(tree, node)
}
