'use client'

import './globals.css'

/** The last resort: the layout itself failed, so this page uses nothing of it. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-4 px-6">
          <h1 className="text-2xl font-semibold tracking-tight">Creel could not show this page</h1>
          <p className="text-muted">Capturing is not affected. Try again, or check the server's log.</p>
          <button
            type="button"
            onClick={reset}
            className="h-8 w-fit rounded-md bg-accent px-3 text-sm font-medium text-on-accent"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
