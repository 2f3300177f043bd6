'use client'

import { ChevronDown, ChevronUp, Square } from 'lucide-react'
import { MATCHES_MAX } from '#lib/formats/search-text'
import { IconButton } from '../ui/button'
import { formatCount } from '../ui/format'
import type { Search } from './use-search'

/** A field, the number of matches, and two buttons. Enter goes to the next match, Shift+Enter to the previous one. */
export function SearchBar({ search }: { search: Search }) {
  const { needle, matches, busy } = search
  return (
    <div className="flex items-center gap-0.5">
      <input
        type="search"
        aria-label="Search in the body"
        placeholder="Search in body"
        value={needle}
        onChange={(event) => search.setNeedle(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search.step(event.shiftKey ? -1 : 1)
        }}
        className="h-7 w-36 min-w-0 rounded-md border border-line bg-sunken px-2 text-xs text-ink"
      />
      {needle !== '' && (
        <>
          <span role="status" className="min-w-14 px-1 text-right text-2xs text-muted tabular-nums">
            {countText(search)}
          </span>
          {busy && search.share > 0 && (
            <IconButton label="Stop the search" className="size-7" onClick={search.stop}>
              <Square aria-hidden />
            </IconButton>
          )}
          <IconButton label="Previous match" className="size-7" disabled={matches.length === 0} onClick={() => search.step(-1)}>
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton label="Next match" className="size-7" disabled={matches.length === 0} onClick={() => search.step(1)}>
            <ChevronDown aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}

function countText({ matches, current, busy, share }: Search): string {
  if (matches.length === 0 && busy) return share > 0 ? `${Math.floor(share * 100)} %` : 'searching…'
  if (matches.length === 0) return share < 1 ? 'stopped' : 'none'
  const more = share < 1 || matches.length >= MATCHES_MAX ? '+' : ''
  return `${formatCount(current + 1)}/${formatCount(matches.length)}${more}`
}
