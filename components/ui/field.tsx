import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from './cx'

const CONTROL =
  'w-full rounded-md border border-line-strong bg-surface text-ink transition-colors focus-visible:border-accent focus-visible:outline-1 ' +
  'focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-60 dark:bg-sunken'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(CONTROL, 'h-8 px-2.5 text-sm', className)} {...rest} />
}

/** A field for a URL, in a monospace font and with a phone's URL keyboard. */
export function UrlInput({ className, ...rest }: ComponentProps<'input'>) {
  return <Input inputMode="url" autoComplete="off" className={cx('font-mono text-xs!', className)} {...rest} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      spellCheck={false}
      className={cx(CONTROL, 'scroll-thin resize-y px-2.5 py-2 font-mono text-xs', className)}
      {...rest}
    />
  )
}

type FieldProps = {
  label: string
  hint?: ReactNode
  error?: string | null
  className?: string
  children: (control: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }) => ReactNode
}

/** A label, its control, and below it the error or the hint. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const hasNote = Boolean(error || hint)
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      {children({ id, 'aria-invalid': Boolean(error), 'aria-describedby': hasNote ? noteId : undefined })}
      {hasNote && (
        <p id={noteId} role={error ? 'alert' : undefined} className={cx('text-xs', error ? 'text-danger' : 'text-faint')}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}
