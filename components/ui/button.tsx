import type { ComponentProps } from 'react'
import { cx } from './cx'

const BASE =
  'touch-target inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors ' +
  'disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0'

const VARIANTS = {
  primary: 'border border-transparent bg-accent text-on-accent hover:not-disabled:bg-accent-hover',
  secondary:
    'border border-line-strong bg-surface text-ink shadow-card hover:not-disabled:bg-hover dark:bg-raised dark:shadow-none',
  ghost: 'text-muted hover:not-disabled:bg-hover hover:not-disabled:text-ink',
  danger: 'border border-transparent bg-danger text-white hover:not-disabled:bg-danger-hover dark:text-[oklch(0.2_0.05_20)]',
} as const

const SIZES = {
  sm: 'h-7 px-2.5 text-xs',
  md: 'h-8 px-3 text-sm',
  lg: 'h-11 px-5 text-[0.9375rem]',
} as const

export type ButtonProps = ComponentProps<'button'> & { variant?: keyof typeof VARIANTS; size?: keyof typeof SIZES }

export function Button({ variant = 'secondary', size = 'md', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={cx(BASE, VARIANTS[variant], SIZES[size], className)} {...rest} />
}

/** A square button with an icon; `label` is its accessible name. */
export function IconButton({
  label,
  pressed,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { label: string; pressed?: boolean }) {
  return (
    <button
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      className={cx(
        'touch-target inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:not-disabled:bg-hover',
        'hover:not-disabled:text-ink disabled:cursor-not-allowed disabled:opacity-50 aria-pressed:text-accent-text [&_svg]:size-4',
        className,
      )}
      {...rest}
    />
  )
}
