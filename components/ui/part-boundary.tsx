'use client'

import { Component, createContext, type ReactNode, useEffect } from 'react'
import { Button } from './button'
import { useReportFailedPart } from './failed-parts'
import { useRetryOnReconnect } from './reconnect'

/** One attempt to load the code of a part. A new object loads the code again if the previous attempt failed. */
export type LoadAttempt = { count: number }

export const LoadAttemptContext = createContext<LoadAttempt>({ count: 0 })

type State = { error: Error | null; attempt: LoadAttempt }

/**
 * Wraps a part of the page whose code is loaded on demand. If the code cannot be loaded, the part says so and retries by itself, while the
 * rest of the page stays. Other errors are rethrown.
 */
export class PartBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null, attempt: { count: 0 } }

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error }
  }

  retry = () => this.setState(({ attempt }) => ({ error: null, attempt: { count: attempt.count + 1 } }))

  override render() {
    const { error, attempt } = this.state
    if (error && error.name !== 'ChunkLoadError') throw error
    if (error) return <FailedPart tries={attempt.count} onRetry={this.retry} />
    return <LoadAttemptContext value={attempt}>{this.props.children}</LoadAttemptContext>
  }
}

/** The server may be back before the live stream notices, and a single file can fail without an outage. */
const RETRY_MS = [2_000, 5_000, 15_000, 30_000]

function FailedPart({ tries, onRetry }: { tries: number; onRetry: () => void }) {
  useReportFailedPart()
  useRetryOnReconnect(true, onRetry)
  useEffect(() => {
    const timer = setTimeout(onRetry, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)])
    return () => clearTimeout(timer)
  }, [tries, onRetry])
  return (
    <div role="alert" className="flex shrink-0 flex-wrap items-center gap-3 border-y border-line px-4 py-2 text-xs text-warn">
      Connection lost while loading this panel.
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}
