'use client'

import { cx } from './cx'

type Props<Id extends string> = {
  label: string
  options: readonly { id: Id; label: string }[]
  value: Id
  onChange: (id: Id) => void
}

/** Two to four options side by side, one of which is selected. */
export function Segmented<Id extends string>({ label, options, value, onChange }: Props<Id>) {
  return (
    <fieldset aria-label={label} className="inline-flex h-7 shrink-0 items-center rounded-md border border-line bg-sunken p-0.5">
      {options.map((option) => (
        <button
          key={option.id}
          type="button"
          aria-pressed={option.id === value}
          onClick={() => onChange(option.id)}
          className={cx(
            'h-full rounded-[5px] px-2 text-xs font-medium transition-colors',
            option.id === value ? 'bg-surface text-ink shadow-card dark:bg-line' : 'text-muted hover:text-ink',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  )
}
