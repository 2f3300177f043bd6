import type { Metadata } from 'next'
import { FilterHelp } from '@/components/help/filter-help'
import { KeyHelp } from '@/components/help/key-help'
import { ScriptHelp } from '@/components/help/script-help'
import { SenderHelp } from '@/components/help/sender-help'
import { ShortcutHelp } from '@/components/help/shortcut-help'
import { TopBar } from '@/components/page/top-bar'
import { readActor } from '../read-actor'

export const metadata: Metadata = { title: 'Help' }

const PARTS = [
  { id: 'senders', title: 'Set up a sender' },
  { id: 'filter', title: 'Filter requests' },
  { id: 'resend', title: 'Resend' },
  { id: 'signatures', title: 'Signatures' },
  { id: 'key', title: 'Access keys' },
  { id: 'scripts', title: 'Scripts and the API' },
  { id: 'shortcuts', title: 'Keyboard shortcuts' },
  { id: 'security', title: 'Report a security problem' },
] as const

/** How to use Creel. Creel serves this page itself, so it works offline. */
export default async function HelpPage() {
  const { rt, origins } = await readActor()
  const content = {
    senders: <SenderHelp />,
    filter: <FilterHelp />,
    resend: <ResendHelp />,
    signatures: <SignatureHelp />,
    key: <KeyHelp />,
    scripts: <ScriptHelp origin={origins.ui} />,
    shortcuts: <ShortcutHelp />,
    security: <SecurityHelp contact={rt.config.securityContact} />,
  }
  return (
    <div className="flex min-h-dvh flex-col">
      <TopBar />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-3xl flex-1 px-4 pb-24 sm:px-6">
        <h1 className="pt-8 text-2xl font-semibold tracking-tight">Help</h1>
        <nav aria-label="On this page" className="mt-4 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {PARTS.map(({ id, title }) => (
            <a key={id} href={`#${id}`} className="py-1 text-accent-text underline underline-offset-2">
              {title}
            </a>
          ))}
        </nav>
        {PARTS.map(({ id, title }) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`} className="scroll-mt-4 pt-10">
            <h2 id={`${id}-title`} className="mb-3 text-lg font-semibold tracking-tight">
              {title}
            </h2>
            <div className="flex flex-col gap-3 text-[0.9375rem] leading-6 text-muted [&_:is(code,kbd)]:text-[0.8125rem]">
              {content[id]}
            </div>
          </section>
        ))}
      </main>
    </div>
  )
}

function ResendHelp() {
  return (
    <>
      <p>
        Open a request, press <b>Resend</b> and enter the address of your program, such as <code>localhost:4000/webhooks</code>.
        Creel sends the same method, headers and bytes and shows the response. You can change each of them before sending.
      </p>
      <p>
        A Creel that only your own machine can reach may send to that machine. Other private addresses have to be allowed by the
        operator, with <code>CREEL_RESEND_ALLOW</code>. If a target is refused, the page shows the command that allows it.
      </p>
    </>
  )
}

function SignatureHelp() {
  return (
    <>
      <p>
        Most providers sign their webhooks. Open a request and its tab <b>Signature</b>, and add the secret of your webhook. Creel
        says whether the signature is valid and, if not, why. <b>Signing secrets</b> in the menu of a bin lists what you added. A
        secret is stored encrypted and never shown again.
      </p>
      <p>
        For a request that is not in a bin,{' '}
        <a href="/signatures" className="text-accent-text underline underline-offset-2">
          check its signature here
        </a>
        : everything is computed in your browser.
      </p>
    </>
  )
}

function SecurityHelp({ contact }: { contact: string | null }) {
  return (
    <>
      <p>
        For a problem with this installation, contact its operator
        {contact === null ? '' : ': '}
        {contact !== null && (
          <a href={contact} className="text-accent-text underline underline-offset-2">
            {contact.replace(/^(?:mailto|tel):/i, '')}
          </a>
        )}
        .
      </p>
      <p>
        For a problem in Creel itself, report it to its maintainers in private first: open a security advisory in Creel’s
        repository, with the version and the steps to reproduce it.
      </p>
    </>
  )
}
