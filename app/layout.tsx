import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/providers'
import { inter, jetbrains } from './fonts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Creel', template: '%s · Creel' },
  description: 'Catches webhooks: a bin, its capture URL, every request live and exact, resent with one click.',
  robots: { index: false, follow: false },
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
        <a
          href="#main"
          className="sr-only rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
        >
          Skip to the content
        </a>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}

/** What lets a script of the page run; lib/server/page-armour.ts put it into the request. */
function scriptNonce(policy: string | null): string | undefined {
  return /'nonce-([^']+)'/.exec(policy ?? '')?.[1]
}
