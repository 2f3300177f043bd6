'use client'

import { MapPinOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { CallError } from '#lib/client/call-error'
import type { AnswerOf } from '#lib/client/calls'
import { editDistance } from '#lib/core/edit-distance'
import { visibleText } from '#lib/core/visible-text'
import { api } from '../api'
import { Age } from '../ui/time'

/** How long one call stays open. Requests refused meanwhile show up with its answer. */
const WAIT_SECONDS = 10
const RETRY_MS = 30_000
const SHOWN_MAX = 3
const FINAL: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden', 'bin_not_found', 'invalid_input'])

type Refused = Extract<AnswerOf<'waitForCaptures'>['elsewhere'][number], { kind: 'refused' }>

/** Refused requests that were probably meant for this empty bin; nothing if there are none. */
export function ElsewhereLines({ binId, lastSeq }: { binId: string; lastSeq: number }) {
  const refused = useRefusedNear(binId, lastSeq)
  return (
    <div role="status" aria-label="Requests that did not arrive here" className="mt-4 flex flex-col gap-2 empty:hidden">
      {refused.slice(0, SHOWN_MAX).map((each) => (
        <p
          key={`${each.binId} ${each.reason}`}
          className="flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn"
        >
          <MapPinOff aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            {whatHappened(each, binId)}, <Age iso={each.at} suffix=" ago" />:{' '}
            {each.binId === binId ? (
              `${each.status} ${each.reason.replaceAll('_', ' ')}`
            ) : (
              <code className="break-all">/in/{visibleText(each.binId)}</code>
            )}
          </span>
        </p>
      ))}
    </div>
  )
}

function whatHappened({ binId: called }: Refused, binId: string): string {
  const distance = editDistance(called, binId)
  if (distance === 0) return 'A request to this bin was refused'
  return `Someone posted to a bin whose id differs in ${distance === 1 ? 'one character' : `${distance} characters`}`
}

/** Calls `wait`, like a test, while the page is visible. The answers list what was refused meanwhile. Newest first. */
function useRefusedNear(binId: string, lastSeq: number): readonly Refused[] {
  const [refused, setRefused] = useState<readonly Refused[]>([])
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const watch = async () => {
      for (let timeout = 0; ; timeout = WAIT_SECONDS) {
        await untilVisible(signal)
        try {
          const input = { bin: binId, q: '', after: lastSeq, timeout, bodyMax: 0 }
          const { satisfied, elsewhere } = await api.waitForCaptures(input, { signal })
          if (satisfied) return
          setRefused(elsewhere.filter(isRefused).sort((a, b) => (a.at < b.at ? 1 : -1)))
        } catch (error) {
          signal.throwIfAborted()
          if (error instanceof CallError && FINAL.has(error.code)) return
          await pause(RETRY_MS, signal)
        }
      }
    }
    watch().catch(() => {}) // aborted
    return () => controller.abort()
  }, [binId, lastSeq])
  return refused
}

const isRefused = (each: AnswerOf<'waitForCaptures'>['elsewhere'][number]): each is Refused => each.kind === 'refused'

/** A hidden page holds no connection, because a browser has only six per server for all its tabs. */
function untilVisible(signal: AbortSignal): Promise<void> {
  if (document.visibilityState === 'visible') return Promise.resolve()
  return new Promise((resolve) => {
    const loadWhenVisible = () => {
      if (document.visibilityState !== 'visible') return
      document.removeEventListener('visibilitychange', loadWhenVisible)
      resolve()
    }
    document.addEventListener('visibilitychange', loadWhenVisible, { signal })
  })
}

/** @throws the reason of `signal` */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
