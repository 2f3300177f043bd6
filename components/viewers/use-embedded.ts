'use client'

import { useMemo } from 'react'
import type { EmbeddedBody } from '#lib/formats/embedded-body'
import { openedValue, openNode } from '#lib/formats/open-node'
import type { Tree } from '#lib/formats/tree'
import { WorkerText } from './body-worker'

/** Longer values are opened in the worker. */
const IN_PAGE_CHARS = 262_144

/** The opened content of a value, computed once. Null: the worker that had the text has ended. */
export type Opened = EmbeddedBody | Promise<EmbeddedBody | null>

export function useEmbedded(tree: Tree): (node: number) => Opened {
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
  const elsewhere = text instanceof WorkerText && value.end - value.start > IN_PAGE_CHARS
  return elsewhere ? text.open(value).catch(() => null) : openNode(tree, node)
}
