'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { Button, type ButtonProps, IconButton } from './button'
import { cx } from './cx'

const SHOWN_MS = 1600

/** The text to copy, or a function that loads it on demand. */
export type CopyWhat = string | (() => Promise<string>)

/** `copied` is true for a moment after each copy. */
export function useCopy(): { copied: boolean; copy(text: CopyWhat): void } {
  const [copiedAt, setCopiedAt] = useState(0)
  useEffect(() => {
    if (copiedAt === 0) return
    const timer = setTimeout(() => setCopiedAt(0), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copiedAt])
  const copy = (text: CopyWhat) => {
    const copying = typeof text === 'string' ? copyText(text) : text().then(copyText)
    copying.then(
      () => setCopiedAt(Date.now()),
      () => toast.error('Could not copy. Select the text and copy it by hand.'),
    )
  }
  return { copied: copiedAt > 0, copy }
}

type Props = { text: CopyWhat; label: string; className?: string }

/** Only an icon; `label` says what is copied, as in "Copy capture URL". */
export function CopyIconButton({ text, label, className }: Props) {
  const { copied, copy } = useCopy()
  return (
    <IconButton
      label={copied ? 'Copied' : label}
      className={cx('size-7', copied && 'text-ok!', className)}
      onClick={() => copy(text)}
    >
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  )
}

/** Shows its label, and keeps its width while it says "Copied". */
export function CopyButton({ text, label, className, ...rest }: Props & Pick<ButtonProps, 'variant' | 'size'>) {
  const { copied, copy } = useCopy()
  return (
    <>
      <Button className={className} onClick={() => copy(text)} {...rest}>
        {copied ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
        <span className="grid">
          <span className={cx('col-start-1 row-start-1', copied && 'invisible')}>{label}</span>
          <span className={cx('col-start-1 row-start-1 text-left', !copied && 'invisible')}>{copied ? 'Copied' : ''}</span>
        </span>
      </Button>
      {/* Outside the button: behind a dialog, everything but live regions is hidden, so a button around one would remain without a name. */}
      <span aria-live="polite" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </>
  )
}

/** Copies `text` to the clipboard. In an insecure context (plain http on a LAN) it uses `execCommand`. Rejects if neither works. */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext && navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'fixed top-0 opacity-0'
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (!copied) throw new Error('The browser did not let the page copy.')
}
