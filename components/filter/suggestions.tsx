'use client'

import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { Captured } from '../ui/captured'
import { cx } from '../ui/cx'
import { useFilterCore } from './use-filter-core'

/** Suggestions are based on this many of the newest rows. */
const SEEN_ROWS = 500

type Input = {
  text: string
  onText: (text: string) => void
  /** Enter, while no suggestion is selected. */
  onEnter: () => void
  /** Escape, while no suggestion is selected. The list closes then. */
  onEscape?: () => void
  /** The source of suggestions. */
  rows: readonly CaptureSummary[]
  field: RefObject<HTMLInputElement | null>
}

export type Suggesting = ReturnType<typeof useSuggestions>

/**
 * Suggestions for the word at the caret; arrows select, Enter and Tab accept, Escape closes them. Enter without a selection opens the first
 * match.
 */
export function useSuggestions({ text, onText, onEnter, onEscape, rows, field }: Input) {
  const listId = useId()
  const [focused, setFocused] = useState(false)
  const [caret, setCaret] = useState(text.length)
  const [active, setActive] = useState(-1)
  const [dismissed, setDismissed] = useState(false)
  const core = useFilterCore(focused)
  const open = core !== null && focused && !dismissed
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving rows must not change an open list
  const seen = useMemo(() => (open ? core.collectSeenValues(rows.slice(0, SEEN_ROWS)) : null), [open, core, text])
  const { items, from, to } = open && seen ? core.suggest(text, caret, seen) : { items: [], from: 0, to: 0 }

  const apply = (index: number) => {
    const insert = items[index]!.insert
    onText(text.slice(0, from) + insert + text.slice(to))
    setActive(-1)
    const at = from + insert.length
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    setDismissed(event.key === 'Escape' || (dismissed && event.key.startsWith('Arrow')))
    if (event.key === 'Escape' && (items.length === 0 || active < 0)) onEscape?.()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const from = active < 0 && step < 0 ? 0 : active // Up from the field selects the last one
    if (step !== 0 && items.length > 0) setActive((from + step + items.length) % items.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0 && active < items.length) apply(active)
    else if (event.key === 'Enter') onEnter()
    else return
    event.preventDefault()
  }
  const readCaret = () => setCaret(field.current?.selectionStart ?? text.length)
  const shown = Math.min(active, items.length - 1)
  return {
    items,
    active: shown,
    listId,
    apply,
    /** Props for the input. */
    control: {
      role: 'combobox',
      'aria-expanded': items.length > 0,
      'aria-controls': listId,
      'aria-activedescendant': shown >= 0 ? `${listId}-${shown}` : undefined,
      'aria-autocomplete': 'list',
      autoComplete: 'off',
      spellCheck: false,
      onKeyDown,
      onInput: readCaret,
      onSelect: readCaret,
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
    } as const,
  }
}

/** The list below the input; nothing if no suggestion fits. */
export function SuggestionList({ of: { items, active, listId, apply }, className }: { of: Suggesting; className?: string }) {
  if (items.length === 0) return null
  return (
    <div
      id={listId}
      role="listbox"
      aria-label="Suggestions"
      className={cx(
        'scroll-thin z-20 mt-1 max-h-[min(18rem,60dvh)] overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop',
        className,
      )}
    >
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
        <div
          key={item.label}
          id={`${listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => apply(index)}
          className={cx('flex cursor-pointer gap-3 rounded-md px-2 py-1 text-xs', index === active && 'bg-hover dark:bg-line')}
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
  )
}
