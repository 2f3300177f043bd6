import type { Bin } from '#lib/core/bin'
import { listBins } from '#lib/services/list-bins'
import { AccessKeyForm } from '@/components/home/access-key-form'
import { BinList } from '@/components/home/bin-list'
import { CreateBinButton } from '@/components/home/create-bin-button'
import { SignOutButton } from '@/components/home/sign-out-button'
import { TopBar } from '@/components/top-bar'
import { ServerNowProvider } from '@/components/ui/time'
import { readOwner } from './read-owner'

/** What Creel is, one button, and the bins of this browser. */
export default async function HomePage() {
  const { rt, owner, origins } = await readOwner()
  const bins = owner ? await listBins(rt, owner, origins) : []
  return (
    <ServerNowProvider now={rt.now()}>
      <div className="flex min-h-dvh flex-col">
        <TopBar>{owner && <SignOutButton />}</TopBar>
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-3xl flex-1 px-4 pb-24 sm:px-6">
          <Introduction returning={bins.length > 0} mayCreate={owner !== null || rt.config.create === 'open'} />
          {bins.length > 0 ? <OwnBins bins={bins} /> : <NoBins />}
        </main>
        <Foot />
      </div>
    </ServerNowProvider>
  )
}

function Introduction({ returning, mayCreate }: { returning: boolean; mayCreate: boolean }) {
  return (
    <section className={returning ? 'pt-8 pb-10 sm:pt-12' : 'pt-14 pb-12 sm:pt-24'}>
      <h1 className="max-w-xl text-[1.75rem] leading-[1.2] font-semibold tracking-[-0.022em] text-balance sm:text-4xl">
        Catch webhooks, take them apart, send them on.
      </h1>
      <p className="mt-4 max-w-xl text-[0.9375rem] leading-6 text-pretty text-muted">
        A bin has a capture URL. Give it to Stripe, GitHub or your own service, and watch every request arrive, byte for byte as
        it was sent.
      </p>
      <div className="mt-7">
        {mayCreate ? (
          <CreateBinButton />
        ) : (
          <p className="max-w-xl rounded-lg border border-line bg-surface px-4 py-3 text-sm text-muted">
            Bins on this server are made with an access key. Whoever runs it gives keys out; enter yours below.
          </p>
        )}
      </div>
    </section>
  )
}

function OwnBins({ bins }: { bins: readonly Bin[] }) {
  return (
    <section aria-labelledby="bins">
      <h2 id="bins" className="mb-2.5 flex items-baseline gap-2 text-sm font-semibold">
        Your bins <span className="font-normal text-faint tabular-nums">{bins.length}</span>
      </h2>
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
        Made bins elsewhere?
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">
        This browser has none yet. With the access key of your bins it takes them over.
      </p>
      <AccessKeyForm />
    </section>
  )
}

function Foot() {
  return (
    <footer className="mx-auto flex w-full max-w-3xl gap-4 px-4 py-6 text-xs text-faint sm:px-6">
      <a href="/api/openapi.json" className="rounded hover:text-ink">
        OpenAPI
      </a>
    </footer>
  )
}
