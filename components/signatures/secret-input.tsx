'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/button'
import { cx } from '../ui/cx'
import { Field, Textarea } from '../ui/field'

type Props = {
  label: string
  hint?: string
  value: string
  onChange: (text: string) => void
  autoFocus?: boolean
  error?: string | null
}

/** A hidden field for a secret or a multi-line key. A text area, because password managers would offer to store a password field. */
export function SecretInput({ label, hint, value, onChange, autoFocus = false, error = null }: Props) {
  const [shown, setShown] = useState(false)
  const spaced = value.trim() !== value.replace(/^[\r\n]+|[\r\n]+$/g, '')
  return (
    <Field
      label={label}
      error={error}
      hint={
        spaced ? (
          <span className="text-warn">
            It begins or ends with a space.{' '}
            <button type="button" className="underline underline-offset-2" onClick={() => onChange(value.trim())}>
              Remove it
            </button>
          </span>
        ) : (
          hint
        )
      }
    >
      {(control) => (
        <div className="flex items-start gap-1">
          <Textarea
            {...control}
            rows={value.includes('\n') ? 4 : 1}
            autoFocus={autoFocus}
            autoComplete="off"
            autoCapitalize="off"
            data-1p-ignore=""
            data-lpignore="true"
            data-bwignore=""
            className={cx('min-h-8 py-1.5!', !shown && '[-webkit-text-security:disc]')}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton label={shown ? 'Hide' : 'Show'} onClick={() => setShown(!shown)}>
            {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          </IconButton>
        </div>
      )}
    </Field>
  )
}
