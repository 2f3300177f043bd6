'use client'

import { useReadOnly } from '../share/access'
import { FirstRequest } from './first-request'

/** A bin that has caught nothing yet. */
export function EmptyBin({ captureUrl, onImport }: { captureUrl: string; onImport: () => void }) {
  const readOnly = useReadOnly()
  return (
    <main
      id="main"
      tabIndex={-1}
      className="scroll-thin flex min-h-0 flex-1 items-start justify-center overflow-y-auto px-4 py-10 md:py-[12vh]"
    >
      <div className="w-full max-w-xl">
        <p role="status" className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <span aria-hidden className="relative flex size-2.5">
            <span className="absolute inset-0 animate-ping rounded-full bg-accent opacity-40 [animation-duration:2.4s]" />
            <span className="relative size-2.5 rounded-full bg-accent" />
          </span>
          Waiting for the first request
        </p>
        {!readOnly && (
          <>
            <p className="mt-2 mb-6 text-sm text-muted">
              Whatever is sent to the capture URL, with any method, path and body, shows here at once. Paste one of these, or let
              the page send one.
            </p>
            <FirstRequest captureUrl={captureUrl} />
            <p className="mt-6 text-sm text-muted">
              Have requests in a file?{' '}
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
