import type { ReactNode } from 'react'
import type { Bin } from '#lib/core/bin'
import { listBins } from '#lib/services/list-bins'
import { AccessKeyButton } from '@/components/access/access-key-button'
import { AccessKeyForm } from '@/components/access/access-key-form'
import { AccessKeyNotice } from '@/components/access/access-key-notice'
import { AccessProvider } from '@/components/access/page-access'
import { SignOutButton } from '@/components/access/sign-out-button'
import { BinList } from '@/components/home/bin-list'
import { CreateBinForm } from '@/components/home/create-bin'
import { TopBar } from '@/components/page/top-bar'
import { ServerNowProvider } from '@/components/ui/time'
import { pageAccess, readActor } from './read-actor'

/** What Creel is, a button to create a bin, and the bins of this browser. */
export default async function HomePage() {
  const { rt, actor, origins } = await readActor()
  const signedIn = actor.kind === 'key'
  const access = pageAccess(actor)
  const bins = signedIn ? await listBins(rt, actor, origins) : []
  return (
    <ServerNowProvider now={rt.now()}>
      <div className="flex min-h-dvh flex-col">
        <TopBar>
          {signedIn && (
            <>
              <AccessKeyButton />
              <SignOutButton readOnly={access === 'reader'} />
            </>
          )}
        </TopBar>
        {signedIn && access === 'owner' && <AccessKeyNotice />}
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-3xl flex-1 px-4 pb-24 sm:px-6">
          <Introduction returning={bins.length > 0}>
            {access === 'reader' ? (
              <CannotCreate>Your access key is read-only. To create bins, use one that has full access.</CannotCreate>
            ) : signedIn || rt.config.create === 'open' ? (
              <CreateBinForm />
            ) : (
              <CannotCreate>
                Creating bins on this server requires an access key. Ask its operator for one and enter it below.
              </CannotCreate>
            )}
          </Introduction>
          <AccessProvider access={access}>{bins.length > 0 ? <OwnBins bins={bins} /> : <NoBins />}</AccessProvider>
        </main>
        <Foot />
      </div>
    </ServerNowProvider>
  )
}

function Introduction({ returning, children }: { returning: boolean; children: ReactNode }) {
  return (
    <section className={returning ? 'pt-8 pb-10 sm:pt-12' : 'pt-14 pb-12 sm:pt-24'}>
      <h1 className="max-w-xl text-[1.75rem] leading-[1.2] font-semibold tracking-[-0.022em] text-balance sm:text-4xl">
        Catch webhooks, inspect them, send them on.
      </h1>
      <p className="mt-4 max-w-xl text-[0.9375rem] leading-6 text-pretty text-muted">
        Create a bin and give its URL to Stripe, GitHub or your own service. Every request shows up here live, byte for byte, and
        one click resends it to the program on your machine.
      </p>
      <div className="mt-7">{children}</div>
    </section>
  )
}

function CannotCreate({ children }: { children: ReactNode }) {
  return <p className="max-w-xl rounded-lg border border-line bg-surface px-4 py-3 text-sm text-muted">{children}</p>
}

function OwnBins({ bins }: { bins: readonly Bin[] }) {
  return (
    <section aria-labelledby="bins">
      <BinList bins={bins} />
      <details className="mt-6 max-w-md">
        <summary className="w-fit cursor-pointer rounded text-sm text-muted hover:text-ink">Use another access key</summary>
        <div className="mt-3">
          <AccessKeyForm />
        </div>
      </details>
    </section>
  )
}

function NoBins() {
  return (
    <section aria-labelledby="take-over" className="max-w-md border-t border-line pt-8">
      <h2 id="take-over" className="text-sm font-semibold">
        Have bins already?
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">Enter your access key to open your bins here.</p>
      <AccessKeyForm />
    </section>
  )
}

function Foot() {
  return (
    <footer className="mx-auto flex w-full max-w-3xl gap-4 px-4 py-6 text-xs text-faint sm:px-6">
      <a href="/signatures" className="rounded hover:text-ink">
        Check a signature
      </a>
      <a href="/api/openapi.json" className="rounded hover:text-ink">
        OpenAPI
      </a>
    </footer>
  )
}
