'use client'

import { Pencil, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { BinSecret } from '#lib/core/bin-secret'
import { LIMITS } from '#lib/core/limits'
import { spanText } from '#lib/signatures/span-text'
import { api } from '../api'
import { Button, IconButton } from '../ui/button'
import { Captured } from '../ui/captured'
import { ChangeFailed, useChange } from '../ui/change'
import { Field, Input } from '../ui/field'
import { Age } from '../ui/time'
import { SecretOptions } from './new-secret'
import { schemeLabel, secretName } from './scheme-label'
import { settingsOf, toleranceFault, urlFault } from './secret-draft'

type Props = { bin: string; secrets: readonly BinSecret[]; onChanged: () => void }

/** The secrets of a bin, newest first, without their values. */
export function SecretList({ bin, secrets, onChanged }: Props) {
  return (
    <ul aria-label="Secrets of this bin">
      {secrets.map((secret) => (
        <SecretLine key={secret.id} bin={bin} secret={secret} onChanged={onChanged} />
      ))}
    </ul>
  )
}

type LineProps = { bin: string; secret: BinSecret; onChanged: () => void }

function SecretLine({ bin, secret, onChanged }: LineProps) {
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const name = secretName(secret)
  const close = () => setOpen(null)
  const changed = () => {
    close()
    onChanged()
  }
  return (
    <li className="border-t border-line/60 py-2 first:border-t-0 first:pt-0">
      <div className="flex items-start gap-1">
        <p className="min-w-0 flex-1">
          <span className="font-medium">{schemeLabel(secret.scheme)}</span>
          {secret.label !== null && (
            <span className="break-words">
              {' · '}
              <Captured text={secret.label} />
            </span>
          )}
          {secret.hint !== null && <code className="ml-2 text-xs text-muted">…{secret.hint}</code>}
          <SecretFacts secret={secret} />
        </p>
        {open === null && (
          <>
            <IconButton label={`Edit ${name}`} onClick={() => setOpen('edit')}>
              <Pencil aria-hidden />
            </IconButton>
            <IconButton label={`Delete ${name}`} onClick={() => setOpen('delete')}>
              <Trash2 aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      {open === 'edit' && <EditSecret bin={bin} secret={secret} onChanged={changed} onCancel={close} />}
      {open === 'delete' && <AskToDelete bin={bin} secret={secret} onChanged={changed} onCancel={close} />}
    </li>
  )
}

function SecretFacts({ secret: { url, toleranceSeconds, custom, createdAt, lastMatchedAt } }: { secret: BinSecret }) {
  return (
    <span className="block text-xs text-muted">
      Added <Age iso={createdAt} suffix=" ago" /> ·{' '}
      {lastMatchedAt === null ? (
        'no request verified yet'
      ) : (
        <>
          last matched <Age iso={lastMatchedAt} suffix=" ago" />
        </>
      )}
      {toleranceSeconds !== null && ` · up to ${spanText(toleranceSeconds)} old`}
      {custom !== null && (
        <span className="block break-words">
          <code>
            <Captured text={custom.header} />
          </code>
          {` is HMAC-${custom.algorithm.toUpperCase().replace('SHA', 'SHA-')} in ${custom.encoding} of `}
          <code>
            <Captured text={custom.signed} />
          </code>
        </span>
      )}
      {url !== null && (
        <span className="block font-mono break-all">
          <Captured text={url} />
        </span>
      )}
    </span>
  )
}

type FormProps = LineProps & { onCancel: () => void }

function EditSecret({ bin, secret, onChanged, onCancel }: FormProps) {
  const [label, setLabel] = useState(secret.label ?? '')
  const before = { url: secret.url ?? '', tolerance: secret.ownTolerance ? String(secret.toleranceSeconds) : '' }
  const [draft, setDraft] = useState(before)
  const { busy, why, run } = useChange(onChanged)
  const fine = urlFault(draft.url) === null && toleranceFault(draft.tolerance) === null
  const save = (event: FormEvent) => {
    event.preventDefault()
    const { url, toleranceSeconds } = settingsOf(draft)
    const body = {
      label: label.trim() || null,
      ...(draft.url === before.url ? {} : { url }),
      ...(draft.tolerance === before.tolerance ? {} : { toleranceSeconds }),
    }
    if (fine) run(() => api.updateSecret({ bin, secret: secret.id, body }))
  }
  return (
    <form onSubmit={save} className="mt-2 flex flex-col gap-3 rounded-md border border-line p-3">
      <Field label="Label">
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            maxLength={LIMITS.labelCharsMax}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        )}
      </Field>
      <SecretOptions draft={draft} change={(part) => setDraft((now) => ({ ...now, ...part }))} />
      <ChangeFailed why={why} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={busy || !fine}>
          Save
        </Button>
        <Button disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

function AskToDelete({ bin, secret, onChanged, onCancel }: FormProps) {
  const { busy, why, run } = useChange(onChanged)
  return (
    <div className="mt-2 rounded-md bg-warn-soft px-3 py-2.5 text-warn">
      <ChangeFailed why={why} />
      <p>Creel deletes its value. Requests that only this secret verifies are no longer checked. This cannot be undone.</p>
      <div className="mt-2.5 flex gap-2">
        <Button variant="danger" disabled={busy} onClick={() => run(() => api.deleteSecret({ bin, secret: secret.id }))}>
          Delete the secret
        </Button>
        <Button autoFocus disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
