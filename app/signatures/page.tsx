import type { Metadata } from 'next'
import { TopBar } from '@/components/page/top-bar'
import { SignatureCheck } from '@/components/signatures/signature-check'

export const metadata: Metadata = { title: 'Check a signature' }

/** Checks the signature of a request that is pasted. All of it is computed in the browser. */
export default function SignaturesPage() {
  return (
    <div className="flex min-h-dvh flex-col">
      <TopBar />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 pb-24 sm:px-6">
        <h1 className="pt-8 text-2xl font-semibold tracking-tight">Check a signature</h1>
        <p className="mt-2 mb-8 max-w-2xl text-[0.9375rem] leading-6 text-muted">
          Paste a webhook and its secret. The page says whether the signature is valid and, if not, why. Everything is computed in
          this browser: nothing is sent or stored.
        </p>
        <SignatureCheck />
      </main>
    </div>
  )
}
