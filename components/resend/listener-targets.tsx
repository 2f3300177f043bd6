'use client'

import { Laptop } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '../api'
import { Button } from '../ui/button'
import { listenerTarget, type Target } from './target'

type Props = { binId: string; disabled: boolean; onSend: (target: Target) => void }

/** Machines where `creel listen` is connected to this bin. Each sends the captured request to its own target. */
export function ListenerTargets({ binId, disabled, onSend }: Props) {
  const names = useListenerNames(binId)
  if (names.length === 0) return null
  return (
    <section aria-label="Connected listeners" className="flex flex-col gap-1.5">
      <p className="text-xs text-muted">Or have a connected machine send the request, as captured, to its own target:</p>
      <ul className="flex flex-wrap gap-1.5">
        {names.map((name) => (
          <li key={name} className="min-w-0">
            <Button size="sm" disabled={disabled} onClick={() => onSend(listenerTarget(name))}>
              <Laptop aria-hidden />
              <span className="truncate">Send through {name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const POLL_MS = 3_000

/** The listeners that are connected, kept up to date while the form is open and the page is visible. */
function useListenerNames(binId: string): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([])
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const load = () =>
      api
        .listListeners({ bin: binId }, { signal })
        .then(({ listeners }) => setNames((before) => sameOr(before, [...new Set(listeners.map(({ name }) => name))])))
        .catch(() => {}) // the other targets work without it
    const loadIfVisible = () => !document.hidden && void load()
    void load()
    const timer = setInterval(loadIfVisible, POLL_MS)
    window.addEventListener('focus', load, { signal })
    document.addEventListener('visibilitychange', loadIfVisible, { signal })
    return () => {
      clearInterval(timer)
      controller.abort()
    }
  }, [binId])
  return names
}

/** The same array if nothing changed, so that nothing is rendered again. */
function sameOr(before: readonly string[], now: readonly string[]): readonly string[] {
  return before.length === now.length && before.every((name, i) => name === now[i]) ? before : now
}
