'use client'

import { LoaderCircle, Search, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import type { FilterError } from '#lib/core/filter/filter'
import { IconButton } from '../ui/button'
import { Captured } from '../ui/captured'
import { cx } from '../ui/cx'
import { LoadFailed } from '../ui/load-failed'
import { DidYouMean, FilterHelpLink } from './filter-hints'
import { type TextStore, useText } from './text-store'
import { useFilterCore } from './use-filter-core'

type Props = {
  text: TextStore
  error: FilterError | null
  why: string | null
  /** After `why`: searches again. */
  onRetry: () => void
  /** Enter, while no suggestion is chosen. */
  onEnter: () => void
  searching: boolean
  /** What suggestions are made of. */
  rows: readonly CaptureSummary[]
  field: RefObject<HTMLInputElement | null>
}

const LIST_ID = 'filter-suggestions'
/** Suggestions are made of so many of the newest. */
const SEEN_ROWS = 500

/** The filter, with suggestions from what the bin has received. An error is shown where it is, with a guess at what was meant. */
export function FilterBox({ text: store, error, why, onRetry, onEnter, searching, rows, field }: Props) {
  const [text, onText] = [useText(store), store.set]
  const { items, active, apply, onKeyDown, onFocus, onBlur, onCaret } = useSuggestions({ text, onText, onEnter, rows, field })
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
          role="combobox"
          aria-label="Filter"
          aria-expanded={items.length > 0}
          aria-controls={LIST_ID}
          aria-activedescendant={active >= 0 ? `${LIST_ID}-${active}` : undefined}
          aria-autocomplete="list"
          aria-invalid={error !== null}
          autoComplete="off"
          spellCheck={false}
          placeholder="Filter, as in provider:github or $.amount>100"
          className="h-8 min-w-0 flex-1 bg-transparent font-mono text-xs text-ink outline-none placeholder:font-sans"
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          onSelect={onCaret}
          onFocus={onFocus}
          onBlur={onBlur}
        />
        {text !== '' && (
          <IconButton label="Clear the filter" className="size-7" onClick={() => onText('')}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {error && items.length === 0 && (
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
      {items.length > 0 && (
        <div
          id={LIST_ID}
          role="listbox"
          aria-label="Suggestions"
          className="scroll-thin absolute inset-x-2 top-full z-20 mt-1 max-h-[min(18rem,60dvh)] overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop"
        >
          {items.map((item, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
            <div
              key={item.label}
              id={`${LIST_ID}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => apply(index)}
              className={cx(
                'flex cursor-pointer gap-3 rounded-md px-2 py-1 text-xs',
                index === active && 'bg-hover dark:bg-line',
              )}
            >
              <span className="min-w-0 shrink-0 truncate font-mono text-ink">
                <Captured text={item.label} />
              </span>
              <span className="truncate text-faint">
                <Captured text={item.hint} />
              </span>
            </div>
          ))}
        </div>
      )}
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

type SuggestInput = Pick<Props, 'rows' | 'field' | 'onEnter'> & { text: string; onText: (text: string) => void }

/** Suggestions for the word at the caret; arrows choose, Enter and Tab accept, Escape closes them. Enter without a choice opens the first hit. */
function useSuggestions({ text, onText, onEnter, rows, field }: SuggestInput) {
  const [focused, setFocused] = useState(false)
  const [caret, setCaret] = useState(text.length)
  const [active, setActive] = useState(-1)
  const [away, setAway] = useState(false)
  const core = useFilterCore(focused)
  const open = core !== null && focused && !away
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes in while one chooses must not change the choice
  const seen = useMemo(() => (open ? core.whatIsSeen(rows.slice(0, SEEN_ROWS)) : null), [open, core, text])
  const { items, from, to } = open && seen ? core.suggest(text, caret, seen) : { items: [], from: 0, to: 0 }

  const apply = (index: number) => {
    const insert = items[index]!.insert
    onText(text.slice(0, from) + insert + text.slice(to))
    setActive(-1)
    const at = from + insert.length
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    setAway(event.key === 'Escape' || (away && event.key.startsWith('Arrow')))
    if (event.key === 'Escape' && (items.length === 0 || active < 0)) event.currentTarget.blur()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const from = active < 0 && step < 0 ? 0 : active // up from the field leads to the last one
    if (step !== 0 && items.length > 0) setActive((from + step + items.length) % items.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0 && active < items.length) apply(active)
    else if (event.key === 'Enter') onEnter()
    else return
    event.preventDefault()
  }
  return {
    items,
    active: Math.min(active, items.length - 1),
    apply,
    onKeyDown,
    onCaret: () => setCaret(field.current?.selectionStart ?? text.length),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  }
}
