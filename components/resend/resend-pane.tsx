'use client'

import { X } from 'lucide-react'
import type { Capture } from '#lib/core/capture'
import { IconButton } from '../ui/button'
import { type ResendEntry, ResendForm } from './resend-form'

type Props = { capture: Capture; bodyBytesMax: number; entry: ResendEntry | null; onClose: () => void }

/** The right pane; on a small screen it covers the page. */
export function ResendPane({ capture, bodyBytesMax, entry, onClose }: Props) {
  return (
    <section aria-label="Resend" className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="text-sm font-semibold">Resend</h2>
        <span className="font-mono text-xs text-faint">#{capture.seq}</span>
        <IconButton label="Close the resend form" className="ml-auto" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <ResendForm key={capture.id} capture={capture} bodyBytesMax={bodyBytesMax} entry={entry} />
    </section>
  )
}
