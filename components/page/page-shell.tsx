'use client'

import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { Toaster } from 'sonner'
import { AccessKeyProvider } from '../access/access-key-provider'

/** Wraps every page. `nonce` is that of the content security policy, for the script that sets the theme. */
export function PageShell({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <AccessKeyProvider>{children}</AccessKeyProvider>
      <Toaster
        position="bottom-center"
        offset={20}
        className="font-sans!"
        toastOptions={{
          unstyled: true,
          classNames: {
            toast:
              'flex w-full items-center gap-3 rounded-lg border border-line-strong bg-raised px-3.5 py-2.5 text-sm text-ink shadow-pop sm:w-[356px]',
            title: 'font-medium',
            description: 'text-muted',
            content: 'min-w-0 flex-1',
            icon: 'shrink-0',
            error: 'text-danger!',
            actionButton: 'ml-auto h-7 shrink-0 rounded-md px-2 text-sm font-medium text-accent-text hover:bg-hover',
          },
        }}
      />
    </ThemeProvider>
  )
}
