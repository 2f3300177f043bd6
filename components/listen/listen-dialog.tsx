'use client'

import { useState } from 'react'
import type { Bin } from '#lib/core/bin'
import { completeUrl } from '#lib/core/complete-url'
import { useReadOnly } from '../access/page-access'
import { urlFault } from '../resend/target'
import { CopyIconButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { Field, UrlInput } from '../ui/field'
import { Segmented } from '../ui/segmented'
import { listenCommands, originOf, type Shell, usualTarget } from './commands'

type Props = {
  bin: Pick<Bin, 'id' | 'inspectUrl'>
  /** Opens the forwards of the bin. */
  onForwards: () => void
  onOpenChange: (open: boolean) => void
}

/** Explains how captures reach a server on this machine, with commands to paste. */
export function ListenDialog({ bin, onForwards, onOpenChange }: Props) {
  const origin = originOf(bin)
  const [shell, setShell] = useState<Shell>('bash')
  const [typed, setTyped] = useState(() => usualTarget(origin))
  const whole = completeUrl(typed)
  const fault = urlFault(whole, 'Remove the user name and password')
  const commands = listenCommands(shell, { origin, bin: bin.id, target: fault ? usualTarget(origin) : whole })
  const readOnly = useReadOnly()
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Bring webhooks to localhost"
      description="creel listen runs on your machine and sends what this bin captures to your server, byte for byte. It needs only Node.js."
      className="sm:max-w-xl"
    >
      <div className="flex flex-col gap-5 text-sm">
        <Field
          label="Your server"
          error={fault}
          hint="A URL or a port of your machine. If the URL has a path, requests can only reach URLs below it."
        >
          {(control) => (
            <UrlInput
              {...control}
              value={typed}
              onBlur={() => setTyped(whole)}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <div>
          <Segmented label="Shell" options={SHELLS} value={shell} onChange={setShell} />
        </div>
        <Command
          title="1. Log in, once"
          note="It asks for your access key and stores it for this server."
          text={commands.login}
          copyLabel="Copy the commands to log in"
        />
        <Command
          title="2. Listen"
          note="Press Ctrl-C to stop. Requests that arrive while it is off are sent when you start it again. Each response appears under Deliveries."
          text={commands.listen}
          copyLabel="Copy the command to listen"
        />
        {readOnly && (
          <p className="rounded-md bg-warn-soft px-3 py-2 text-warn">
            Your access key is read-only: with it, creel listen cannot record your server’s responses, nor where it stopped.
          </p>
        )}
        <p className="text-muted">
          While it runs, anyone with the capture URL can reach your server. Add{' '}
          <code className="whitespace-nowrap">--only-verified</code> to pass on only requests with a valid signature.
        </p>
        <p className="text-muted">
          Is the target always up, such as staging?{' '}
          <button type="button" onClick={onForwards} className="min-h-6 rounded text-accent-text underline underline-offset-2">
            Use a forward
          </button>{' '}
          instead: Creel sends from its own server, with retries, even while your machine is off.
        </p>
      </div>
    </Dialog>
  )
}

const SHELLS = [
  { id: 'bash', label: 'macOS, Linux' },
  { id: 'powershell', label: 'PowerShell' },
] as const

type CommandProps = { title: string; note: string; text: string; copyLabel: string }

function Command({ title, note, text, copyLabel }: CommandProps) {
  return (
    <section aria-label={title}>
      <div className="mb-1.5 flex items-center justify-between gap-2">
        <h3 className="font-semibold">{title}</h3>
        <CopyIconButton text={text} label={copyLabel} />
      </div>
      <pre className="scroll-thin rounded-lg border border-line bg-sunken p-3 text-xs leading-5 break-all whitespace-pre-wrap text-ink select-all">
        {text}
      </pre>
      <p className="mt-1.5 text-muted">{note}</p>
    </section>
  )
}
