'use client'

import { useState } from 'react'
import type { AccessKey } from '#lib/core/access-key'
import { api, explain } from '../api'
import { Button } from '../ui/button'
import { useAccessKey } from './access-key'
import { KeyTimes } from './key-times'
import { announceSessionChange } from './session-channel'

/** The key that this browser is signed in with. The page does not have it, so it can only be replaced. */
export function ThisKey({ current, onReplaced }: { current: AccessKey; onReplaced: () => void }) {
  if (current.scope === 'read') {
    return (
      <div className="text-muted">
        <p>
          This browser is signed in with a read-only key{current.label && ` (“${current.label}”)`}. It can view{' '}
          {current.bins === null ? 'all bins' : 'some bins'}, but change nothing. To change bins or keys, sign in with a key that
          has full access.
        </p>
        <KeyTimes of={current} />
      </div>
    )
  }
  return (
    <div className="flex flex-col items-start gap-3 text-muted">
      <div>
        <p>
          Signed in{current.label && ` with “${current.label}”`}. The key cannot be shown: Creel stores only its hash, and the
          browser keeps it where no page can read it. If you did not save it, replace it. You can copy the new one.
        </p>
        <KeyTimes of={current} />
      </div>
      <Replace onReplaced={onReplaced} />
    </div>
  )
}

function Replace({ onReplaced }: { onReplaced: () => void }) {
  const { offer } = useAccessKey()
  const [confirming, setConfirming] = useState(false)
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<string | null>(null)

  async function replace() {
    setBusy(true)
    setWhy(null)
    try {
      const { accessKey } = await api.rotateKey({})
      offer(accessKey)
      announceSessionChange() // live connections reconnect with the new key at once
      onReplaced()
    } catch (error) {
      setWhy(explain(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      {confirming ? (
        <div className="w-full rounded-md bg-warn-soft px-3 py-2.5 text-warn">
          <p>
            The old key stops working at once, in scripts and in other browsers that use it. Your bins, share links and other keys
            stay.
          </p>
          <div className="mt-2.5 flex gap-2">
            <Button variant="primary" disabled={busy} onClick={replace}>
              Replace the key
            </Button>
            <Button disabled={busy} onClick={() => setConfirming(false)}>
              Cancel
            </Button>
          </div>
        </div>
      ) : (
        <Button onClick={() => setConfirming(true)}>Replace the key…</Button>
      )}
      {why && (
        <p role="alert" className="text-danger">
          {why}
        </p>
      )}
    </>
  )
}
