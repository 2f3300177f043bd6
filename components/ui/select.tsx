import type { ReactNode } from 'react'
import { Field } from './field'

type Props<Id extends string> = {
  label: string
  hint?: ReactNode
  error?: string | null
  value: Id
  options: readonly (readonly [id: Id, text: string])[]
  onChange: (id: Id) => void
  autoFocus?: boolean
}

/** A labelled select box. */
export function Select<Id extends string>({ value, options, onChange, autoFocus = false, ...field }: Props<Id>) {
  return (
    <Field {...field}>
      {(control) => (
        <select
          {...control}
          // biome-ignore lint/a11y/noAutofocus: the first field of a dialog, whose parts load after it opened
          autoFocus={autoFocus}
          className="h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink aria-invalid:border-danger dark:bg-sunken"
          value={value}
          onChange={(event) => onChange(event.target.value as Id)}
        >
          {options.map(([id, text]) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
