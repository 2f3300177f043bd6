'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import { CallError, deleteCapture, explain } from '../api-client'

const UNDO_MS = 6000
/** Browsers hold six connections to a server. */
const AT_ONCE = 6

export type Deletions = {
  /** Ids that are hidden: on their way out, or gone. */
  hidden: ReadonlySet<string>
  remove: (captures: readonly CaptureSummary[]) => void
}

/** Deletes after a moment in which it can be undone; leaving the page does not take the decision back. */
export function useDeletions(binId: string): Deletions {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const waiting = useRef(new Set<string>())
  const offers = useRef(new Set<string | number>())

  const show = useCallback((ids: readonly string[]) => {
    const shown = new Set(ids)
    setHidden((before) => new Set([...before].filter((id) => !shown.has(id))))
  }, [])

  const commit = useCallback(
    async (ids: readonly string[]) => {
      const due = ids.filter((each) => waiting.current.delete(each))
      const failed: string[] = []
      let why: unknown
      const deleteSome = async () => {
        for (let id = due.pop(); id !== undefined; id = due.pop()) {
          try {
            await deleteCapture(binId, id)
          } catch (error) {
            if (isGone(error)) continue
            failed.push(id)
            why = error
          }
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, deleteSome))
      if (failed.length === 0) return
      show(failed)
      toast.error(`${failed.length === 1 ? 'Not deleted' : `${failed.length} requests were not deleted`}. ${explain(why)}`)
    },
    [binId, show],
  )

  const remove = useCallback<Deletions['remove']>(
    (captures) => {
      const ids = captures.map(({ id }) => id)
      for (const id of ids) waiting.current.add(id)
      setHidden((before) => new Set([...before, ...ids]))
      const undo = () => {
        clearTimeout(timer)
        offers.current.delete(offer)
        for (const id of ids) waiting.current.delete(id)
        show(ids)
      }
      // The note would outlive its time where the pointer rests on it: it goes when there is nothing left to undo.
      const offer = toast(ids.length === 1 ? `Deleted #${captures[0]!.seq}` : `Deleted ${ids.length} requests`, {
        duration: Number.POSITIVE_INFINITY,
        dismissible: false,
        action: { label: 'Undo', onClick: undo },
      })
      offers.current.add(offer)
      const timer = setTimeout(() => {
        offers.current.delete(offer)
        toast.dismiss(offer)
        void commit(ids)
      }, UNDO_MS)
    },
    [commit, show],
  )

  useEffect(() => {
    const pending = waiting.current
    const offered = offers.current
    const flush = () => {
      for (const offer of offered) toast.dismiss(offer)
      offered.clear()
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

/** Somebody else, or retention, was faster. */
function isGone(error: unknown): boolean {
  return error instanceof CallError && error.code === 'capture_not_found'
}
