'use client'

import { Component, type ReactNode } from 'react'
import { Button } from './button'

type State = { error: Error | null }

/**
 * Holds a part of the page whose code is loaded when it is needed. Where the server is away at that moment the part says so, and the
 * rest of the page stays: a browser remembers that code did not come, so only a reload asks again. Other errors go up.
 */
export class PartBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: Error): State {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    if (error.name !== 'ChunkLoadError') throw error
    return (
      <div role="alert" className="flex shrink-0 flex-wrap items-center gap-3 border-y border-line px-4 py-2 text-xs text-warn">
        The server was away when this part of the page was to be loaded.
        <Button size="sm" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      </div>
    )
  }
}
