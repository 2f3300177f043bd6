'use client'

import { useId } from 'react'
import type { CustomTemplate } from '#lib/core/signature-scheme'
import { templateFaults } from '#lib/signatures/custom'
import { Field, Input } from '../ui/field'

type Props = { value: CustomTemplate; onChange: (template: CustomTemplate) => void }

/** The fields of a custom HMAC scheme. */
export function CustomFields({ value, onChange }: Props) {
  const faults = templateFaults(value)
  const faultOf = (path: keyof CustomTemplate) => {
    const message = faults.find((fault) => fault.path === path)?.message
    return message ? `${message[0]!.toUpperCase()}${message.slice(1)}` : null
  }
  const set = (part: Partial<CustomTemplate>) => onChange({ ...value, ...part })
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="sr-only">How it is signed</legend>
      <TextField label="Header" value={value.header} error={faultOf('header')} onChange={(header) => set({ header })} />
      <TextField
        label="Prefix of the signature"
        placeholder="sha256="
        value={value.prefix ?? ''}
        error={faultOf('prefix')}
        onChange={(prefix) => set({ prefix: prefix || undefined })}
      />
      <TextField
        label="Signed string"
        hint="{body}, {timestamp}, {method}, {url}"
        value={value.signed}
        error={faultOf('signed')}
        onChange={(signed) => set({ signed })}
      />
      <TextField
        label="Timestamp header"
        placeholder="X-Timestamp"
        value={value.timestampHeader ?? ''}
        error={faultOf('timestampHeader')}
        onChange={(timestampHeader) => set({ timestampHeader: timestampHeader || undefined })}
      />
      <Select label="Hash" value={value.algorithm} options={HASHES} onChange={(algorithm) => set({ algorithm })} />
      <Select label="Encoding" value={value.encoding} options={ENCODINGS} onChange={(encoding) => set({ encoding })} />
      <Select
        label="Encoding of the secret"
        value={value.secretEncoding ?? 'text'}
        options={SECRETS}
        onChange={(secretEncoding) => set({ secretEncoding })}
      />
      {value.timestampHeader && (
        <Select
          label="Unit of the timestamp"
          value={value.timestampUnit ?? 's'}
          options={UNITS}
          onChange={(timestampUnit) => set({ timestampUnit })}
        />
      )}
    </fieldset>
  )
}

const HASHES = { sha256: 'SHA-256', sha1: 'SHA-1', sha512: 'SHA-512' } as const
const ENCODINGS = { hex: 'Hex', base64: 'Base64', base64url: 'Base64url' } as const
const SECRETS = { text: 'Text', base64: 'Base64', hex: 'Hex' } as const
const UNITS = { s: 'Seconds', ms: 'Milliseconds' } as const

type TextProps = {
  label: string
  value: string
  hint?: string
  placeholder?: string
  error: string | null
  onChange: (text: string) => void
}

function TextField({ label, value, hint, placeholder, error, onChange }: TextProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          className="font-mono text-xs!"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

type SelectProps<Id extends string> = {
  label: string
  value: Id
  options: Readonly<Record<Id, string>>
  onChange: (id: Id) => void
}

function Select<Id extends string>({ label, value, options, onChange }: SelectProps<Id>) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <select
        id={id}
        className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink dark:bg-sunken"
        value={value}
        onChange={(event) => onChange(event.target.value as Id)}
      >
        {(Object.entries(options) as [Id, string][]).map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
