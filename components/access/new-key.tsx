'use client'

import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { CreatedKey, KeyScope } from '#lib/core/access-key'
import { LIMITS } from '#lib/core/limits'
import { api, explain } from '../api'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { Segmented } from '../ui/segmented'
import { BinChoice } from './bin-choice'
import type { KeyBin } from './use-keys'

const DAY_SECONDS = 24 * 3600
const LIFETIMES = [
  { id: '30', label: '30 days' },
  { id: '90', label: '90 days' },
  { id: '365', label: '1 year' },
  { id: 'never', label: 'Never' },
] as const
type Lifetime = (typeof LIFETIMES)[number]['id']

type Props = { bins: readonly KeyBin[]; onCreated: (key: CreatedKey) => void }

/** A button that opens the form for another key. */
export function NewKey({ bins, onCreated }: Props) {
  const [open, setOpen] = useState(false)
  if (!open) {
    return (
      <Button className="self-start" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        New key…
      </Button>
    )
  }
  return (
    <section aria-labelledby="create-key">
      <h3 id="create-key" className="mb-2 font-semibold">
        Create a key
      </h3>
      <NewKeyForm
        bins={bins}
        onCreated={(key) => {
          setOpen(false)
          onCreated(key)
        }}
        onCancel={() => setOpen(false)}
      />
    </section>
  )
}

function NewKeyForm({ bins, onCreated, onCancel }: Props & { onCancel: () => void }) {
  const [label, setLabel] = useState('')
  const [scope, setScope] = useState<KeyScope>('read')
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const [lifetime, setLifetime] = useState<Lifetime>('90')
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<string | null>(null)
  const limited = scope === 'read' ? chosen : null
  const noBin = limited !== null && limited.length === 0

  async function create(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setWhy(null)
    const ttlSeconds = lifetime === 'never' ? undefined : Number(lifetime) * DAY_SECONDS
    try {
      onCreated(await api.createKey({ body: { label: label.trim() || null, scope, bins: limited, ttlSeconds } }))
    } catch (error) {
      setWhy(explain(error))
      setBusy(false)
    }
  }

  return (
    <form onSubmit={create} className="flex flex-col items-start gap-3">
      <Field label="Name" hint="What the key is for. Only you see it." className="w-full">
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            placeholder="CI of the shop"
            maxLength={LIMITS.labelCharsMax}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        )}
      </Field>
      <Segmented
        label="Access"
        options={[
          { id: 'read', label: 'Read-only' },
          { id: 'full', label: 'Full access' },
        ]}
        value={scope}
        onChange={setScope}
      />
      <p className="text-xs text-muted">
        {scope === 'read'
          ? 'Views and exports requests and follows them live. For CI, dashboards and anyone who only looks.'
          : 'Does everything that you can do here: change and delete bins, resend requests, create and revoke keys.'}
      </p>
      {scope === 'read' && bins.length > 0 && <BinChoice bins={bins} chosen={chosen} onChange={setChosen} />}
      <div className="flex flex-wrap items-center gap-2">
        <span aria-hidden>Expires after</span>
        <Segmented label="Expires after" options={LIFETIMES} value={lifetime} onChange={setLifetime} />
      </div>
      {why && (
        <p role="alert" className="text-danger">
          {why}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={busy || noBin}>
          Create the key
        </Button>
        <Button disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
        {noBin && <span className="text-xs text-muted">Select at least one bin.</span>}
      </div>
    </form>
  )
}
