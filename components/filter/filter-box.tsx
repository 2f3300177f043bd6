'use client'

import { LoaderCircle, Search, X } from 'lucide-react'
import type { RefObject } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import type { FilterError } from '#lib/core/filter/filter'
import { IconButton } from '../ui/button'
import { LoadFailed } from '../ui/load-failed'
import { DidYouMean, FilterHelpLink } from './filter-hints'
import { SuggestionList, useSuggestions } from './suggestions'
import { type TextStore, useText } from './text-store'

type Props = {
  text: TextStore
  error: FilterError | null
  why: string | null
  /** After `why`: searches again. */
  onRetry: () => void
  /** Enter, while no suggestion is selected. */
  onEnter: () => void
  searching: boolean
  /** The source of suggestions. */
  rows: readonly CaptureSummary[]
  field: RefObject<HTMLInputElement | null>
}

/** The filter, with suggestions from what the bin has received. An error is shown at its position, with a guess at what was meant. */
export function FilterBox({ text: store, error, why, onRetry, onEnter, searching, rows, field }: Props) {
  const [text, onText] = [useText(store), store.set]
  const suggestions = useSuggestions({ text, onText, onEnter, onEscape: () => field.current?.blur(), rows, field })
  return (
    <search className="relative shrink-0 border-b border-line bg-canvas has-[input:focus-visible]:border-accent short:sticky short:top-0 short:z-20">
      <div className="flex h-10 items-center gap-2 pr-1.5 pl-4">
        {searching ? (
          <LoaderCircle aria-label="Searching" className="size-3.5 shrink-0 animate-spin text-faint" />
        ) : (
          <Search aria-hidden className="size-3.5 shrink-0 text-faint" />
        )}
        <input
          ref={field}
          aria-label="Filter"
          aria-invalid={error !== null}
          placeholder="Filter, as in provider:github or $.amount>100"
          className="h-8 min-w-0 flex-1 bg-transparent font-mono text-xs text-ellipsis text-ink outline-none placeholder:font-sans"
          value={text}
          onChange={(event) => onText(event.target.value)}
          {...suggestions.control}
        />
        {text !== '' && (
          <IconButton label="Clear the filter" className="size-7" onClick={() => onText('')}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {error && suggestions.items.length === 0 && (
        <>
          <Fault text={text} error={error} />
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2">
            <DidYouMean q={text} text={store} />
            <FilterHelpLink />
          </div>
        </>
      )}
      {why !== null && (
        <LoadFailed why={`Only loaded requests were searched. ${why}`} onRetry={onRetry} className="px-4 pb-2 text-xs" />
      )}
      <SuggestionList of={suggestions} className="absolute inset-x-2 top-full" />
    </search>
  )
}

function Fault({ text, error }: { text: string; error: FilterError }) {
  const end = error.at + Math.max(1, error.length)
  return (
    <p role="alert" className="px-4 pb-2 text-xs text-danger">
      <code aria-hidden className="mr-2 text-2xs text-muted">
        …{text.slice(Math.max(0, error.at - 8), error.at)}
        <mark className="rounded-sm bg-danger-soft text-danger">{text.slice(error.at, end) || '␣'}</mark>
      </code>
      {error.message}
    </p>
  )
}
