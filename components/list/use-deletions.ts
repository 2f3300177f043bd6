'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import { api, explain } from '../api'
import { formatCount } from '../ui/format'

/** Long enough to notice the mistake and find and press the button, even with a screen reader. */
const UNDO_MS = 10_000
/** A page that is being closed can still send 64 KiB, and an id takes about 25 bytes. */
export const UNDOABLE_MAX = 2000

export type Deletions = {
  /** Ids of hidden captures: deleted, or about to be. */
  hidden: ReadonlySet<string>
  remove: (captures: readonly CaptureSummary[]) => void
}

/**
 * Deletes after a delay in which the user can undo. Leaving the page deletes right away. More captures than a closing page could still
 * send are deleted immediately, after a confirmation.
 */
export function useDeletions(binId: string): Deletions {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const waiting = useRef(new Set<string>())
  const offers = useRef(new Map<string | number, ReturnType<typeof setTimeout>>())

  const hide = useCallback((ids: readonly string[]) => setHidden((before) => new Set([...before, ...ids])), [])
  const show = useCallback((ids: readonly string[]) => {
    const shown = new Set(ids)
    setHidden((before) => new Set([...before].filter((id) => !shown.has(id))))
  }, [])

  const send = useCallback(
    async (ids: readonly string[]) => {
      for (const id of ids) waiting.current.delete(id)
      const [many, count] = [ids.length > UNDOABLE_MAX, formatCount(ids.length)]
      const progress = many ? toast.loading(`Deleting ${count} requests…`) : undefined
      try {
        const { deleted } = await api.deleteCaptures({ bin: binId, body: { ids } }, { keepalive: !many })
        if (many) toast.success(`Deleted ${formatCount(deleted)} requests`, { id: progress })
      } catch (error) {
        show(ids) // captures that were deleted after all leave the list through the live stream
        toast.error(`${ids.length === 1 ? 'Not deleted' : `Not all of ${count} requests were deleted`}. ${explain(error)}`, {
          id: progress,
        })
      }
    },
    [binId, show],
  )

  /** Runs pending deletions now and removes their undo toasts. */
  const flush = useCallback(() => {
    for (const [offer, timer] of offers.current) {
      clearTimeout(timer)
      toast.dismiss(offer)
    }
    offers.current.clear()
    if (waiting.current.size > 0) void send([...waiting.current])
  }, [send])

  const removeLater = useCallback(
    (captures: readonly CaptureSummary[]) => {
      const ids = captures.map(({ id }) => id)
      for (const id of ids) waiting.current.add(id)
      hide(ids)
      const undo = () => {
        clearTimeout(timer)
        offers.current.delete(offer)
        for (const id of ids) waiting.current.delete(id)
        show(ids)
      }
      // Dismissed by our own timer, because a toast's duration pauses while the pointer is over it.
      const offer = toast(ids.length === 1 ? `Deleted #${captures[0]!.seq}` : `Deleted ${formatCount(ids.length)} requests`, {
        duration: Number.POSITIVE_INFINITY,
        dismissible: false,
        action: { label: 'Undo', onClick: undo },
      })
      const timer = setTimeout(() => {
        offers.current.delete(offer)
        toast.dismiss(offer)
        const due = ids.filter((id) => waiting.current.has(id))
        if (due.length > 0) void send(due)
      }, UNDO_MS)
      offers.current.set(offer, timer)
    },
    [hide, send, show],
  )

  const removeNow = useCallback(
    (captures: readonly CaptureSummary[]) => {
      const ids = captures.map(({ id }) => id)
      const onClick = () => {
        hide(ids)
        void send(ids)
      }
      toast(`Delete ${formatCount(ids.length)} requests? This can't be undone.`, {
        duration: Number.POSITIVE_INFINITY,
        action: { label: 'Delete', onClick },
        cancel: { label: 'Keep', onClick: () => {} },
      })
    },
    [hide, send],
  )

  const remove = useCallback<Deletions['remove']>(
    (captures) => {
      if (captures.length > UNDOABLE_MAX) return removeNow(captures)
      if (waiting.current.size + captures.length > UNDOABLE_MAX) flush()
      removeLater(captures)
    },
    [flush, removeLater, removeNow],
  )

  useEffect(() => {
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])

  return { hidden, remove }
}
