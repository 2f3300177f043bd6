'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import type { LoadedCapture } from '../feed/use-capture'
import { IconButton } from '../ui/button'
import { UrlInput } from '../ui/field'
import { onDemand } from '../ui/on-demand'

const ResendPane = onDemand(() => import('../resend/resend-pane').then((module) => module.ResendPane))

type Props = { loaded: LoadedCapture | null; bodyBytesMax: number; onClose: () => void }

/**
 * The resend form, and until its code and the capture are here a field that takes the target. It has the focus from the first moment:
 * what is typed right after `r` goes into it and then into the form, and never runs a shortcut.
 */
export function ResendSlot({ loaded, bodyBytesMax, onClose }: Props) {
  const [formShown, setFormShown] = useState(false)
  const [typed, setTyped] = useState('')
  const entry = formShown ? null : { typed, onReady: () => setFormShown(true) }
  const why = loaded?.state === 'failed' ? loaded.why : null
  return (
    <>
      {!formShown && (
        <section aria-label="Resend" className="flex flex-col gap-3 bg-surface p-4">
          <div className="flex items-center justify-between">
            <h2 className="text-sm font-semibold">Resend</h2>
            <IconButton label="Close the resend form" onClick={onClose}>
              <X aria-hidden />
            </IconButton>
          </div>
          <UrlInput
            autoFocus
            aria-label="Target"
            placeholder="localhost:4000/webhooks"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && onClose()}
          />
          <p role="status" className="text-xs text-muted">
            {why ?? 'Loading the form…'}
          </p>
        </section>
      )}
      {loaded?.state === 'ready' && (
        <ResendPane capture={loaded.capture} bodyBytesMax={bodyBytesMax} entry={entry} onClose={onClose} />
      )}
    </>
  )
}
