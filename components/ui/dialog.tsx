'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef, useState } from 'react'
import { IconButton } from './button'
import { cx } from './cx'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence below the title. */
  description?: ReactNode
  /** Buttons at the bottom. */
  footer?: ReactNode
  className?: string
  children?: ReactNode
}

/** A modal dialog; on a phone it is a full-width sheet at the bottom. Moves the focus in, and back when it closes. */
export function Dialog({ open, onOpenChange, ...panel }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Panel {...panel} />
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Mounted while the dialog is open. */
function Panel({ title, description, footer, className, children }: Omit<Props, 'open' | 'onOpenChange'>) {
  const [origin] = useState(focusOrigin)
  const content = useRef<HTMLDivElement>(null)
  return (
    <Radix.Content
      ref={content}
      onOpenAutoFocus={(event) => {
        if (focusFirstControl(content.current!)) event.preventDefault() // otherwise Radix focuses Close
      }}
      onCloseAutoFocus={(event) => {
        event.preventDefault() // Radix would look for a trigger, which a dialog opened by key does not have
        const isLost = !origin?.isConnected || origin === document.body // the element that opened it may be unmounted
        if (isLost) document.getElementById('main')?.focus({ preventScroll: true })
        else origin.focus()
      }}
      onEscapeKeyDown={(event) => {
        if (document.activeElement?.matches('[role="combobox"][aria-expanded="true"]')) event.preventDefault() // its list closes first
      }}
      {...(description ? {} : { 'aria-describedby': undefined })}
      className={cx(
        'fixed z-50 flex max-h-[92dvh] animate-appear flex-col overflow-hidden short:max-h-dvh short:overflow-y-auto border border-line bg-raised shadow-pop focus:outline-none',
        'inset-x-0 bottom-0 rounded-t-xl sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl',
        className ?? 'sm:max-w-md',
      )}
    >
      <div className="flex items-start gap-3 px-5 pt-4 pb-3">
        <div className="min-w-0 flex-1">
          <Radix.Title className="text-[0.9375rem] leading-6 font-semibold">{title}</Radix.Title>
          {description && <Radix.Description className="mt-0.5 text-sm text-muted">{description}</Radix.Description>}
        </div>
        <Radix.Close asChild>
          <IconButton label="Close" className="-mt-1 -mr-2">
            <X aria-hidden />
          </IconButton>
        </Radix.Close>
      </div>
      {children && (
        <div
          data-controls
          className="scroll-thin -mt-1 min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5 short:flex-none short:overflow-visible"
        >
          {children}
        </div>
      )}
      {footer && (
        <div data-controls className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
          {footer}
        </div>
      )}
    </Radix.Content>
  )
}

const CONTROL = 'button, input, select, textarea, [tabindex]'
const TEXT_FIELD = 'textarea, input:not([type="checkbox"], [type="radio"], [type="file"])'

/**
 * Focuses the first control below the title, and returns whether there is one. On a touch screen a text field would open the keyboard over
 * the dialog, so there the dialog itself gets the focus.
 */
function focusFirstControl(dialog: HTMLElement): boolean {
  const controls = dialog.querySelectorAll<HTMLElement>(`[data-controls] :is(${CONTROL})`)
  const first = [...controls].find((control) => {
    if (control.tabIndex < 0) return false
    control.focus({ preventScroll: true })
    return document.activeElement === control // a disabled or hidden one does not take it
  })
  if (first?.matches(TEXT_FIELD) && window.matchMedia('(hover: none)').matches) dialog.focus({ preventScroll: true })
  else if (first instanceof HTMLInputElement) first.select()
  return first !== undefined
}

/** The element that gets the focus back after closing: the one that has it now or, inside a menu, the menu's button. */
export function focusOrigin(): HTMLElement | null {
  const active = document.activeElement
  const menu = active?.closest('[role="menu"]')
  const origin = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active
  return origin instanceof HTMLElement ? origin : null
}
