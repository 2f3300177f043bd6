'use client'

import type { ReactNode } from 'react'
import { Dialog } from '../ui/dialog'
import { LoadFailed } from '../ui/load-failed'
import { Skeleton } from '../ui/skeleton'
import { useAccessKey } from './access-key'
import { NewKey } from './new-key'
import { OtherKeys } from './other-keys'
import { ShownKey } from './shown-key'
import { ThisKey } from './this-key'
import { useKeys } from './use-keys'

/** The key of this browser, the owner's other keys, and a form for a new one. */
export function AccessKeyDialog({ onClose }: { onClose: () => void }) {
  const { accessKey, saved, created, setCreated } = useAccessKey()
  const { keys, bins, why, reload } = useKeys()
  const current = keys?.find((key) => key.current)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Access keys"
      description="A key opens your bins in another browser, in scripts and in the API."
      className="sm:max-w-xl"
    >
      <div className="flex flex-col gap-6 text-sm">
        <section aria-labelledby="this-browser">
          <Heading id="this-browser">This browser</Heading>
          {accessKey !== null ? (
            <ShownKey accessKey={accessKey} onSaved={saved}>
              This browser stays signed in without it.
            </ShownKey>
          ) : (
            current && <ThisKey current={current} onReplaced={reload} />
          )}
          {!keys && !why && <Skeleton className="h-16" />}
        </section>
        {why && <LoadFailed why={why} onRetry={reload} />}
        {created && (
          <section aria-labelledby="new-key">
            <Heading id="new-key">New key{created.label && `: ${created.label}`}</Heading>
            <ShownKey accessKey={created.accessKey} onSaved={() => setCreated(null)} />
          </section>
        )}
        {keys && current && (
          <section aria-labelledby="other-keys">
            <Heading id="other-keys">Other keys</Heading>
            <OtherKeys
              keys={keys.filter((key) => !key.current)}
              bins={bins}
              current={current}
              onRevoked={(key) => {
                if (created?.id === key.id) setCreated(null)
                reload()
              }}
            />
          </section>
        )}
        {current?.scope === 'full' && !created && (
          <NewKey
            bins={bins}
            onCreated={(key) => {
              setCreated(key)
              reload()
            }}
          />
        )}
      </div>
    </Dialog>
  )
}

function Heading({ id, children }: { id: string; children: ReactNode }) {
  return (
    <h3 id={id} className="mb-2 font-semibold">
      {children}
    </h3>
  )
}
