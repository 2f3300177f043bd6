'use client'

import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { AccessKey } from '#lib/core/access-key'
import { api, explain } from '../api'
import { Button, IconButton } from '../ui/button'
import { KeyTimes } from './key-times'
import type { KeyBin } from './use-keys'

type Props = {
  keys: readonly AccessKey[]
  bins: readonly KeyBin[]
  /** This browser's key, which may have fewer permissions than the others. */
  current: AccessKey
  onRevoked: (key: AccessKey) => void
}

/** The owner's other keys, newest first. */
export function OtherKeys({ keys, bins, current, onRevoked }: Props) {
  if (keys.length === 0) {
    return (
      <p className="text-muted">
        None. Give each browser, script and teammate a separate key, so that you can revoke one without replacing the others.
      </p>
    )
  }
  return (
    <ul aria-labelledby="other-keys">
      {keys.map((key) => (
        <KeyLine
          key={key.id}
          of={key}
          binsText={binsText(key.bins, bins, current)}
          onRevoked={current.scope === 'full' ? () => onRevoked(key) : null}
        />
      ))}
    </ul>
  )
}

function KeyLine({ of: key, binsText, onRevoked }: { of: AccessKey; binsText: string; onRevoked: (() => void) | null }) {
  const [confirming, setConfirming] = useState(false)
  const name = key.label ?? 'Unnamed key'
  return (
    <li className="border-t border-line/60 py-2 first:border-t-0 first:pt-0">
      <div className="flex items-start gap-3">
        <span className="min-w-0 flex-1">
          <span className="font-medium break-words">{name}</span>{' '}
          <span className="text-muted">· {key.scope === 'full' ? 'full access' : `read-only, ${binsText}`}</span>
          <KeyTimes of={key} />
        </span>
        {onRevoked && !confirming && (
          <IconButton label={`Revoke ${name}`} onClick={() => setConfirming(true)}>
            <Trash2 aria-hidden />
          </IconButton>
        )}
      </div>
      {onRevoked && confirming && <AskToRevoke of={key} onRevoked={onRevoked} onCancel={() => setConfirming(false)} />}
    </li>
  )
}

function AskToRevoke({ of: key, onRevoked, onCancel }: { of: AccessKey; onRevoked: () => void; onCancel: () => void }) {
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<string | null>(null)

  async function revoke() {
    setBusy(true)
    setWhy(null)
    try {
      await api.deleteKey({ key: key.id })
      onRevoked()
    } catch (error) {
      setWhy(explain(error))
      setBusy(false)
    }
  }

  return (
    <>
      {why && (
        <p role="alert" className="mt-2 text-danger">
          {why}
        </p>
      )}
      <div className="mt-2 rounded-md bg-warn-soft px-3 py-2.5 text-warn">
        <p>Scripts and browsers that use this key lose access at once. This cannot be undone.</p>
        <div className="mt-2.5 flex gap-2">
          <Button variant="danger" disabled={busy} onClick={revoke}>
            Revoke the key
          </Button>
          <Button autoFocus disabled={busy} onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </div>
    </>
  )
}

/** `all bins`, `Orders`, `Orders and 2 more bins`, or why none is named. A key that is limited to some bins does not learn about others. */
function binsText(ids: readonly string[] | null, bins: readonly KeyBin[], current: AccessKey): string {
  if (ids === null) return 'all bins'
  const [first, ...rest] = ids
  if (first === undefined) return current.bins === null ? 'its bins were deleted' : 'other bins'
  const name = bins.find(({ id }) => id === first)?.name ?? first
  return rest.length === 0 ? name : `${name} and ${rest.length} more ${rest.length === 1 ? 'bin' : 'bins'}`
}
