'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { createGrouper, type GroupedAttempts } from '#lib/feed/group-attempts'
import { groupingCookie } from './grouping'

type Captures = readonly CaptureSummary[]

export type Attempts = {
  /** What the list shows: the newest attempt of each message, or every capture if retries are not grouped. */
  groups: GroupedAttempts
  /** Ids of all attempts except the newest of each message. */
  earlier: ReadonlySet<string>
  /** Unfolded messages, by the id of any of their attempts. */
  open: ReadonlySet<string>
  /** All attempts of this capture's message, newest first; null if there is only one. */
  of: (captureId: string) => Captures | null
  /** Folds or unfolds the attempts of this capture's message. */
  toggle: (captureId: string) => void
  /** Whether retries are grouped, or could be. */
  grouped: boolean
  any: boolean
  toggleGrouped: () => void
}

/** Groups the attempts of a message under the newest one. A selected attempt is never folded away. */
export function useAttempts(captures: Captures, selectedId: string | null, initiallyGrouped: boolean): Attempts {
  const [grouper] = useState(createGrouper)
  const [grouped, setGrouped] = useState(initiallyGrouped)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const found = useMemo(() => grouper(captures), [grouper, captures])
  const any = found.attempts.size > 0
  const groups = useMemo<GroupedAttempts>(
    () => (grouped && any ? found : { heads: captures, attempts: new Map() }),
    [grouped, any, found, captures],
  )
  const earlier = useMemo(() => earlierOf(groups), [groups])
  const shown = selectedId !== null && earlier.has(selectedId) ? selectedId : null
  const open = useMemo(() => (shown === null || opened.has(shown) ? opened : new Set([...opened, shown])), [opened, shown])

  useEffect(() => setOpened(open), [open]) // stays open when another capture is selected

  const of = useCallback<Attempts['of']>(
    (captureId) => {
      const all = [...groups.attempts.values()]
      return groups.attempts.get(captureId) ?? all.find((each) => each.some(({ id }) => id === captureId)) ?? null
    },
    [groups],
  )
  const toggle = useCallback(
    (captureId: string) =>
      setOpened((before) => {
        const next = new Set(before)
        for (const { id } of of(captureId) ?? []) next.delete(id)
        return next.size === before.size ? next.add(captureId) : next
      }),
    [of],
  )
  const toggleGrouped = () => {
    setGrouped(!grouped)
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in plain http and in older browsers
    document.cookie = groupingCookie(!grouped)
  }

  return { groups, earlier, open, of, toggle, grouped, any, toggleGrouped }
}

function earlierOf({ attempts }: GroupedAttempts): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const [head, all] of attempts) for (const { id } of all) if (id !== head) ids.add(id)
  return ids
}
