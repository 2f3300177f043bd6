'use client'

import { FlaskConical, Send } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Segmented } from '../ui/segmented'

type Props = { captureUrl: string; onSample: () => void }

/** Ways to send a request to this URL. */
export function FirstRequest({ captureUrl, onSample }: Props) {
  const hints = sendHints(captureUrl)
  const [shown, setShown] = useState<SendHint['id']>('curl')
  const { text, label } = hints.find(({ id }) => id === shown)!
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-2">
        <Segmented label="Tool" options={hints} value={shown} onChange={setShown} />
        <CopyButton text={text} label="Copy" size="sm" variant="ghost" />
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it
        tabIndex={0}
        aria-label={`${label} command`}
        className="scroll-thin overflow-x-auto rounded-lg border border-line bg-sunken p-3.5"
      >
        <pre className="min-h-[6.25rem] text-xs leading-5 text-ink">{text}</pre>
      </section>
      <div className="flex flex-wrap gap-2">
        <TestRequestButton captureUrl={captureUrl} />
        <Button onClick={onSample}>
          <FlaskConical aria-hidden />
          Send a sample…
        </Button>
      </div>
    </div>
  )
}

function TestRequestButton({ captureUrl }: { captureUrl: string }) {
  const [busy, setBusy] = useState(false)

  async function send() {
    setBusy(true)
    try {
      const headers = { 'content-type': 'application/json' }
      await fetch(captureUrl, { method: 'POST', headers, body: JSON.stringify(TEST_BODY), credentials: 'omit' })
    } catch {
      toast.error('The capture URL cannot be reached from this browser.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <Button disabled={busy} onClick={send}>
      <Send aria-hidden />
      Send a test request
    </Button>
  )
}

// Ready-to-paste lines that send a first request. A capture URL has no characters that need escaping in a shell or a string.

type SendHint = { id: 'curl' | 'fetch' | 'powershell'; label: string; text: string }

const TEST_BODY = { hello: 'from Creel', sent: 'by hand' } as const

function sendHints(url: string): SendHint[] {
  const json = JSON.stringify(TEST_BODY)
  return [
    { id: 'curl', label: 'curl', text: `curl ${url} \\\n  -H 'content-type: application/json' \\\n  -d '${json}'` },
    {
      id: 'fetch',
      label: 'fetch',
      text: `await fetch('${url}', {\n  method: 'POST',\n  headers: { 'content-type': 'application/json' },\n  body: JSON.stringify(${fetchObject()}),\n})`,
    },
    {
      id: 'powershell',
      label: 'PowerShell',
      text: `Invoke-RestMethod -Method Post -Uri '${url}' \`\n  -ContentType 'application/json' \`\n  -Body '${json}'`,
    },
  ]
}

function fetchObject(): string {
  const members = Object.entries(TEST_BODY).map(([name, value]) => `${name}: '${value}'`)
  return `{ ${members.join(', ')} }`
}
