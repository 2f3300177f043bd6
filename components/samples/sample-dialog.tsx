'use client'

import { Send } from 'lucide-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Bin } from '#lib/core/bin'
import type { SampleProviderFacts, SentSample } from '#lib/core/sample'
import { api, explain } from '../api'
import { lastChoice } from '../resend/known-targets'
import { refusalText } from '../signatures/refusal-text'
import { announceSecretsChange } from '../signatures/secrets-changed'
import { useSecrets } from '../signatures/use-secrets'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { LoadFailed } from '../ui/load-failed'
import { Segmented } from '../ui/segmented'
import { Select } from '../ui/select'
import { Skeleton } from '../ui/skeleton'
import { rememberTarget, type SampleDraft, type SampleTarget, sampleInput, secretFault, targetFault } from './sample-draft'
import { SignatureChoice } from './signature-choice'
import { TargetUrl } from './target-url'

type Props = {
  bin: Pick<Bin, 'id'>
  onSent: (sent: SentSample) => void
  onOpenChange: (open: boolean) => void
}

const TARGETS = [
  { id: 'bin', label: 'This bin' },
  { id: 'url', label: 'A URL' },
] as const

/** Creates a sample request of a provider, signs it, and sends it to the bin or to a URL. */
export function SampleDialog({ bin, onSent, onOpenChange }: Props) {
  const { samples, why, reload } = useProviders()
  const formId = useId()
  const [busy, setBusy] = useState(false)
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Send a sample"
      description="A request like those that the provider sends, with new ids and the current time."
      className="sm:max-w-lg"
      footer={
        <Button type="submit" form={formId} variant="primary" disabled={busy || samples === null}>
          <Send aria-hidden />
          {busy ? 'Sending…' : 'Send'}
        </Button>
      }
    >
      {why && <LoadFailed why={why} onRetry={reload} />}
      {samples === null && !why && <Skeleton className="h-40" />}
      {samples && <SampleForm id={formId} bin={bin} samples={samples} busy={busy} onBusy={setBusy} onSent={onSent} />}
    </Dialog>
  )
}

type FormProps = Pick<Props, 'bin' | 'onSent'> & {
  id: string
  samples: readonly SampleProviderFacts[]
  busy: boolean
  onBusy: (busy: boolean) => void
}

function SampleForm({ id, bin, samples, busy, onBusy, onSent }: FormProps) {
  const { secrets, why: unknown, reload } = useSecrets(bin.id)
  const [draft, setDraft] = useState<SampleDraft>(() => firstDraft(bin.id, samples[0]!))
  const [tried, setTried] = useState(false)
  const [why, setWhy] = useState<string | null>(null)
  const change = (part: Partial<SampleDraft>) => setDraft((before) => ({ ...before, ...part }))
  const sample = samples.find(({ provider }) => provider === draft.provider)!
  const closeSignal = useAbortOnClose()

  async function send(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (busy || secrets === null || targetFault(draft) || secretFault(draft, sample, secrets)) return
    onBusy(true)
    setWhy(null)
    try {
      const input = sampleInput(draft, sample, secrets)
      const sent = await api.sendSample({ bin: bin.id, body: input }, { signal: closeSignal() })
      if (closeSignal().aborted) return
      if (sent.secretId !== null && !secrets.some(({ id }) => id === sent.secretId)) announceSecretsChange()
      rememberTarget(bin.id, draft)
      onSent(sent)
    } catch (error) {
      if (closeSignal().aborted) return
      setWhy(refusalText(error))
      reload() // the new secret may have been created before the refusal
    } finally {
      onBusy(false)
    }
  }

  return (
    <form id={id} noValidate onSubmit={send} autoComplete="off" className="flex flex-col gap-3 text-sm">
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label="Provider"
          autoFocus
          value={draft.provider}
          options={samples.map(({ provider, label }) => [provider, label] as const)}
          onChange={(provider) => {
            const { events } = samples.find((each) => each.provider === provider)!
            change({ provider, event: events[0]!, signature: null, secret: '' })
          }}
        />
        <Select
          label="Event"
          value={draft.event}
          options={sample.events.map((event) => [event, event] as const)}
          onChange={(event) => change({ event })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span aria-hidden className="text-xs font-medium text-muted">
          Send to
        </span>
        <Segmented<SampleTarget>
          label="Send to"
          options={TARGETS}
          value={draft.target}
          onChange={(target) => change({ target, signature: null })}
        />
      </div>
      {draft.target === 'url' && (
        <TargetUrl url={draft.url} fault={tried ? targetFault(draft) : null} onUrl={(url) => change({ url })} />
      )}
      {unknown && <LoadFailed why={unknown} onRetry={reload} />}
      {secrets === null && !unknown && <Skeleton className="h-8" />}
      {secrets && (
        <SignatureChoice
          draft={draft}
          sample={sample}
          secrets={secrets}
          fault={tried ? secretFault(draft, sample, secrets) : null}
          change={change}
        />
      )}
      {why && (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 break-words text-danger">
          {why}
        </p>
      )}
    </form>
  )
}

/** A signal that aborts a pending send when the dialog is closed. */
function useAbortOnClose(): () => AbortSignal {
  const controller = useRef(new AbortController())
  useEffect(() => {
    if (controller.current.signal.aborted) controller.current = new AbortController() // React mounted it again
    return () => controller.current.abort()
  }, [])
  return () => controller.current.signal
}

function firstDraft(binId: string, { provider, events }: SampleProviderFacts): SampleDraft {
  return { provider, event: events[0]!, target: 'bin', url: lastChoice(binId).typed, signature: null, secret: '' }
}

function useProviders() {
  const [samples, setSamples] = useState<readonly SampleProviderFacts[] | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` triggers a reload
  useEffect(() => {
    const loading = new AbortController()
    setWhy(null)
    api.listSamples({}, { signal: loading.signal }).then(
      ({ samples }) => setSamples(samples),
      (error) => !loading.signal.aborted && setWhy(explain(error)),
    )
    return () => loading.abort()
  }, [attempt])
  return { samples, why, reload: () => setAttempt((count) => count + 1) }
}
