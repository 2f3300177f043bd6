'use client'

import { type FormEvent, useState } from 'react'
import type { Bin } from '#lib/core/bin'
import type { BinSecret } from '#lib/core/bin-secret'
import { LIMITS } from '#lib/core/limits'
import { api } from '../api'
import { Button } from '../ui/button'
import { Disclosure } from '../ui/disclosure'
import { Field, Input, UrlInput } from '../ui/field'
import { MaterialFields } from './material-fields'
import { refusalText } from './refusal-text'
import { SchemeChoice } from './scheme-choice'
import {
  emptyDraft,
  isComplete,
  materialOf,
  type SecretDraft,
  schemeOf,
  settingsOf,
  toleranceFault,
  urlFault,
} from './secret-draft'
import { TrialLine } from './trial-line'
import { useSamples } from './use-samples'

type Props = {
  bin: Pick<Bin, 'id' | 'captureUrl'>
  /** The preselected provider. */
  scheme: string | null
  onAdded: (secret: BinSecret) => void
  /** null: there is nothing to return to. */
  onCancel: (() => void) | null
}

/** The form for a new secret. Shows at once how many stored requests it verifies. */
export function NewSecret({ bin, scheme, onAdded, onCancel }: Props) {
  const [draft, setDraft] = useState<SecretDraft>(() => emptyDraft(scheme ?? ''))
  const [label, setLabel] = useState('')
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<string | null>(null)
  const samples = useSamples(bin)
  const change = (part: Partial<SecretDraft>) => setDraft((before) => ({ ...before, ...part }))
  const complete = isComplete(draft)

  async function save(event: FormEvent) {
    event.preventDefault()
    if (!complete || busy) return
    setBusy(true)
    setWhy(null)
    const { secret, publicKey } = materialOf(draft, schemeOf(draft)!)
    const body = {
      scheme: draft.scheme,
      ...(secret === null ? {} : { secret }),
      ...(publicKey === null ? {} : { publicKey }),
      ...(draft.scheme === 'custom' ? { custom: draft.custom } : {}),
      label: label.trim() || null,
      ...settingsOf(draft),
    }
    try {
      const added = await api.addSecret({ bin: bin.id, body })
      setDraft(emptyDraft())
      onAdded(added)
    } catch (error) {
      setWhy(refusalText(error))
      setBusy(false)
    }
  }

  return (
    <form onSubmit={save} autoComplete="off" className="flex flex-col gap-3">
      <SchemeChoice
        value={draft.scheme}
        onChange={(id) => change({ ...emptyDraft(id), text: draft.text })}
        first={samples.schemes}
        firstHeading="Seen in this bin"
        autoFocus={scheme === null}
      />
      {draft.scheme !== '' && (
        <>
          <MaterialFields key={draft.scheme} draft={draft} change={change} autoFocus />
          <TrialLine draft={draft} samples={samples} />
          <Field label="Label" hint="Tells several secrets apart, as in “test mode”. Optional.">
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                maxLength={LIMITS.labelCharsMax}
                value={label}
                onChange={(event) => setLabel(event.target.value)}
              />
            )}
          </Field>
          <Options draft={draft} change={change} />
        </>
      )}
      {why && (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger">
          {why}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={!complete || busy}>
          Save the secret
        </Button>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
      </div>
      <p className="text-xs text-faint">It is stored encrypted and never shown again.</p>
    </form>
  )
}

type OptionsProps = { draft: Pick<SecretDraft, 'url' | 'tolerance' | 'scheme'>; change: (part: Partial<SecretDraft>) => void }

function Options({ draft, change }: OptionsProps) {
  const tolerance = toleranceFault(draft.tolerance)
  const url = urlFault(draft.url)
  return (
    <Disclosure title="URL and tolerance" forceOpen={tolerance !== null || url !== null}>
      <SecretOptions draft={draft} change={change} />
    </Disclosure>
  )
}

/** How a secret is used, which can be changed later. */
export function SecretOptions({
  draft,
  change,
}: Omit<OptionsProps, 'draft'> & { draft: Pick<SecretDraft, 'url' | 'tolerance'> }) {
  return (
    <div className="flex flex-col gap-3 pt-1">
      <Field
        label="URL as the provider knows it"
        hint="Only for providers that sign the URL, if the URL that they know is not the capture URL, for example behind a proxy."
        error={urlFault(draft.url)}
      >
        {(control) => (
          <UrlInput
            {...control}
            placeholder="https://example.com/webhooks"
            value={draft.url}
            onChange={(event) => change({ url: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Tolerance in seconds"
        hint="How old a signature may be. Empty: what the provider’s own library accepts."
        error={toleranceFault(draft.tolerance)}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            className="w-32!"
            value={draft.tolerance}
            onChange={(event) => change({ tolerance: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
