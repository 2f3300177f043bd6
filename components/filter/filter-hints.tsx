'use client'

import { useMemo } from 'react'
import { Button } from '../ui/button'
import type { TextStore } from './text-store'
import { useFilterCore } from './use-filter-core'

type Props = { q: string; text: TextStore }

/** The filter's documentation, a page of Creel itself, so that it works offline. */
const HELP_URL = '/help#filter'

/** Shown instead of the list if nothing matches. */
export function NoMatches({ q, text }: Props) {
  return (
    <div className="flex flex-col gap-3 px-4 py-6 text-sm text-muted">
      <p role="status">No request matches the filter.</p>
      <DidYouMean q={q} text={text} />
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" onClick={() => text.set('')}>
          Clear filter
        </Button>
        <FilterHelpLink />
      </div>
    </div>
  )
}

/** Filters that were probably meant; nothing if there is no guess. */
export function DidYouMean({ q, text }: { q: string; text: Pick<TextStore, 'set'> }) {
  const core = useFilterCore(true)
  const misses = useMemo(() => core?.nearMisses(q) ?? [], [core, q])
  if (misses.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
      Did you mean
      {misses.map((miss) => (
        <button
          key={miss}
          type="button"
          onClick={() => text.set(miss)}
          className="min-h-6 rounded-md border border-line-strong bg-surface px-1.5 py-0.5 text-left font-mono break-all text-accent-text hover:bg-hover"
        >
          {miss}
        </button>
      ))}
    </div>
  )
}

export function FilterHelpLink() {
  return (
    <a
      href={HELP_URL}
      target="_blank"
      rel="noreferrer"
      className="inline-flex min-h-6 items-center rounded text-xs text-accent-text underline underline-offset-2"
    >
      Filter language
    </a>
  )
}
