import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { replayEarlyInput } from '@/components/page/early-input'
import { PageShell } from '@/components/page/page-shell'
import { inter, jetbrains } from './fonts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Creel', template: '%s · Creel' },
  description:
    'Catches webhooks: create a bin, send to its capture URL, inspect every request live and exact, resend it with one click.',
  robots: { index: false, follow: false },
  icons: { icon: '/icon.svg', apple: '/apple-touch-icon.png' },
  manifest: '/site.webmanifest',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#171d20' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = scriptNonce((await headers()).get('content-security-policy'))
  return (
    // The theme's class is set before React runs, so the two differ by design.
    <html lang="en" className={`${inter.variable} ${jetbrains.variable}`} suppressHydrationWarning>
      <body>
        {/* The browser hides the nonce from React, which would report a mismatch. */}
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: our own source text
          dangerouslySetInnerHTML={{ __html: `(${replayEarlyInput})()` }}
        />
        <a
          href="#main"
          className="sr-only rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
        >
          Skip to the content
        </a>
        <noscript>
          <p className="border-b border-line bg-warn-soft px-4 py-2 text-sm text-warn">
            JavaScript is off. A bin shows the requests that were stored when its page loaded; reload it for newer ones. Creating
            bins, live updates, the filter and resending need JavaScript.
          </p>
        </noscript>
        <PageShell nonce={nonce}>{children}</PageShell>
      </body>
    </html>
  )
}

/** The nonce that lets a script of the page run. lib/server/security-headers.ts puts it into the request. */
function scriptNonce(policy: string | null): string | undefined {
  return /'nonce-([^']+)'/.exec(policy ?? '')?.[1]
}
