'use client'

import { useMemo, useRef } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { DidYouMean, FilterHelpLink } from '../filter/filter-hints'
import { SuggestionList, useSuggestions } from '../filter/suggestions'
import { useFilterCore } from '../filter/use-filter-core'
import { Field, Input } from '../ui/field'

type Props = {
  value: string
  /** The server's error for this field. */
  error: string | undefined
  onChange: (q: string) => void
  /** The source of suggestions. */
  rows: readonly CaptureSummary[]
}

/** Which captures are forwarded, with the suggestions and guesses of the filter box. */
export function FilterField({ value, error, onChange, rows }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const suggestions = useSuggestions({ text: value, onText: onChange, onEnter: () => {}, rows, field })
  const fault = useFilterFault(value)
  const shown = error ?? (suggestions.items.length === 0 ? fault : null)
  return (
    <div className="relative flex flex-col gap-1">
      <Field
        label="Filter"
        error={shown}
        hint={
          <>
            Which requests to send. Empty: all. <FilterHelpLink />
          </>
        }
      >
        {(control) => (
          <Input
            {...control}
            {...suggestions.control}
            ref={field}
            placeholder="event:invoice.paid"
            className="font-mono text-xs!"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      {/* Overlaps the fields below: if it pushed them down, closing it would move a button away from under the pointer. */}
      <SuggestionList of={suggestions} className="absolute inset-x-0 top-full" />
      {shown && <DidYouMean q={value} text={{ set: onChange }} />}
    </div>
  )
}

/** null: the filter is valid, or the parser is still being loaded. */
function useFilterFault(q: string): string | null {
  const core = useFilterCore(q.trim() !== '')
  return useMemo(() => {
    if (core === null || q.trim() === '') return null
    const parsed = core.parseFilter(q)
    return parsed.ok ? null : parsed.error.message
  }, [core, q])
}
