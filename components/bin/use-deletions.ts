'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import { deleteCapture, explain } from '../api-client'

const UNDO_MS = 6000

export type Deletions = {
  /** Ids that are hidden: on their way out, or gone. */
  hidden: ReadonlySet<string>
  remove: (captures: readonly CaptureSummary[]) => void
}

/** Deletes after a moment in which it can be undone; leaving the page does not take the decision back. */
export function useDeletions(binId: string): Deletions {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const waiting = useRef(new Set<string>())

  const show = useCallback((ids: readonly string[]) => {
    setHidden((before) => new Set([...before].filter((id) => !ids.includes(id))))
  }, [])

  const commit = useCallback(
    async (ids: readonly string[]) => {
      for (const id of ids.filter((each) => waiting.current.delete(each))) {
        try {
          await deleteCapture(binId, id)
        } catch (error) {
          show([id])
          toast.error(`Not deleted. ${explain(error)}`)
        }
      }
    },
    [binId, show],
  )

  const remove = useCallback<Deletions['remove']>(
    (captures) => {
      const ids = captures.map(({ id }) => id)
      for (const id of ids) waiting.current.add(id)
      setHidden((before) => new Set([...before, ...ids]))
      const timer = setTimeout(() => void commit(ids), UNDO_MS)
      const undo = () => {
        clearTimeout(timer)
        for (const id of ids) waiting.current.delete(id)
        show(ids)
      }
      toast(ids.length === 1 ? `Deleted #${captures[0]!.seq}` : `Deleted ${ids.length} requests`, {
        duration: UNDO_MS,
        action: { label: 'Undo', onClick: undo },
      })
    },
    [commit, show],
  )

  useEffect(() => {
    const pending = waiting.current
    const flush = () => {
      for (const id of pending) void deleteCapture(binId, id, true).catch(() => {}) // nobody is left to be told
      pending.clear()
    }
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [binId])

  return { hidden, remove }
}
