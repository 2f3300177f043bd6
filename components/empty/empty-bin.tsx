'use client'

import type { Bin } from '#lib/core/bin'
import { useReadOnly } from '../access/page-access'
import { CopyButton } from '../ui/copy-button'
import { onDemand } from '../ui/on-demand'
import { FirstRequest } from './first-request'

type Props = {
  bin: Pick<Bin, 'id' | 'captureUrl'>
  lastSeq: number
  /** Whether this viewer may see requests that went elsewhere. */
  showElsewhere: boolean
  onImport: () => void
  /** Opens the dialog that brings captures to this machine. */
  onListen: () => void
  onSample: () => void
}

const ElsewhereLines = onDemand(() => import('./elsewhere-lines').then((module) => module.ElsewhereLines))

/** A bin without requests: its URL, a line to paste, and a button that sends a test request. */
export function EmptyBin({ bin, lastSeq, showElsewhere, onImport, onListen, onSample }: Props) {
  const { captureUrl } = bin
  const readOnly = useReadOnly()
  return (
    <main
      id="main"
      tabIndex={-1}
      className="scroll-thin flex min-h-0 flex-1 items-start justify-center overflow-y-auto px-4 py-8 md:py-[8vh] short:overflow-visible short:py-5"
    >
      <div className="w-full max-w-xl">
        <p role="status" className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <span aria-hidden className="relative flex size-2.5">
            <span className="absolute inset-0 animate-ping rounded-full bg-accent opacity-40 [animation-duration:2.4s]" />
            <span className="relative size-2.5 rounded-full bg-accent" />
          </span>
          Waiting for the first request
        </p>
        {showElsewhere && <ElsewhereLines binId={bin.id} lastSeq={lastSeq} />}
        {!readOnly && (
          <>
            <h2 className="mt-6 mb-1.5 text-sm font-semibold">Copy the capture URL</h2>
            <div className="flex flex-wrap items-center gap-2">
              <code className="min-w-0 flex-1 basis-64 rounded-md border border-line-strong bg-surface px-3 py-1.5 text-sm break-all text-ink select-all dark:bg-sunken">
                {captureUrl}
              </code>
              <CopyButton text={captureUrl} label="Copy URL" variant="primary" />
            </div>
            <p className="mt-1.5 text-sm text-muted">
              Enter it as the webhook URL at Stripe, GitHub or your own service. Any method, path and body is accepted.{' '}
              <a href="/help#senders" className="text-accent-text underline underline-offset-2">
                Step by step
              </a>
            </p>
            <h2 className="mt-7 mb-1.5 text-sm font-semibold">Or send a request yourself</h2>
            <FirstRequest captureUrl={captureUrl} onSample={onSample} />
            <p className="mt-6 text-sm text-muted">
              Is your server on this machine?{' '}
              <button type="button" onClick={onListen} className="text-accent-text underline underline-offset-2">
                Bring webhooks to localhost
              </button>
            </p>
            <p className="mt-2 text-sm text-muted">
              Requests in a file?{' '}
              <button type="button" onClick={onImport} className="text-accent-text underline underline-offset-2">
                Import HAR or NDJSON
              </button>
              , or drop it here.
            </p>
          </>
        )}
      </div>
    </main>
  )
}
