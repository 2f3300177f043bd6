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

/** The listeners connected when the form opens, updated each time the user returns to the page. */
function useListenerNames(binId: string): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([])
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    const look = () =>
      api
        .listListeners({ bin: binId }, { signal })
        .then(({ listeners }) => setNames([...new Set(listeners.map(({ name }) => name))]))
        .catch(() => {}) // the other targets work without it
    void look()
    window.addEventListener('focus', look, { signal })
    return () => leaving.abort()
  }, [binId])
  return names
}
