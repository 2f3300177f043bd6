'use client'

import { useEffect, useMemo, useState } from 'react'
import type { AnswerOf } from '#lib/client/calls'
import { type Attempt, attemptKey, numberAttempts } from '#lib/core/attempts'
import type { CaptureSummary } from '#lib/core/capture'
import { printQuoted } from '#lib/core/filter/print-filter'
import { api } from '../api'

const PAUSE_MS = 400 // so that stepping through the list makes no calls
const PAGES_MAX = 50

/** All attempts of this capture's message, oldest first: loaded attempts at once, older ones once the server has found them. */
export function useAllAttempts(capture: CaptureSummary, loaded: readonly CaptureSummary[], nextBefore: number | null): Attempt[] {
  const key = attemptKey(capture)?.key ?? null
  const [older, setOlder] = useState<{ key: string; found: readonly CaptureSummary[] } | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another capture of the same key has the same attempts
  useEffect(() => {
    if (key === null || nextBefore === null || older?.key === key) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void findOlder(capture, nextBefore, stop.signal).then(
        (found) => setOlder({ key, found }),
        () => {}, // the loaded ones are shown
      )
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [capture.binId, key, nextBefore === null])

  return useMemo(() => {
    if (key === null) return []
    const known = new Map([...loaded, ...(older?.key === key ? older.found : [])].map((each) => [each.id, each]))
    const attempts = [...known.values()].filter((each) => attemptKey(each)?.key === key)
    return numberAttempts(attempts.sort((a, b) => b.seq - a.seq))
  }, [key, loaded, older])
}

async function findOlder(capture: CaptureSummary, nextBefore: number, signal: AbortSignal): Promise<CaptureSummary[]> {
  const q =
    capture.messageId === null
      ? `crc:${capture.bodyCrc32} size:${capture.bodySize}`
      : `message:${printQuoted([capture.messageId])}`
  const found: CaptureSummary[] = []
  let before: number | null = nextBefore
  for (let pages = 0; before !== null && pages < PAGES_MAX; pages++) {
    const page: AnswerOf<'listCaptures'> = await api.listCaptures({ bin: capture.binId, q, before }, { signal })
    found.push(...page.captures)
    before = page.nextBefore
  }
  return found
}
