'use client'

import { Plus } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Bin } from '#lib/core/bin'
import type { BinSecret } from '#lib/core/bin-secret'
import { api, explain } from '../api'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { LoadFailed } from '../ui/load-failed'
import { Skeleton } from '../ui/skeleton'
import { NewSecret } from './new-secret'
import { SecretList } from './secret-list'
import { announceSecretsChange } from './secrets-changed'

type Props = {
  bin: Pick<Bin, 'id' | 'captureUrl'>
  /** Begins with the form for a secret; `scheme`, if it is known, is chosen. */
  adding: { scheme: string | null } | null
  onOpenChange: (open: boolean) => void
}

/** What the senders of a bin sign with. */
export function SecretsDialog({ bin, adding: first, onOpenChange }: Props) {
  const { secrets, why, reload } = useSecrets(bin.id)
  const [adding, setAdding] = useState(first)
  const changed = () => {
    announceSecretsChange()
    reload()
  }
  const form = adding ?? (secrets?.length === 0 ? { scheme: null } : null)
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Secrets"
      description="What the senders of this bin sign with. Creel checks the signature of each request with them."
      className="sm:max-w-xl"
    >
      <div className="flex flex-col gap-5 text-sm">
        {why && <LoadFailed why={why} onRetry={reload} />}
        {!secrets && !why && <Skeleton className="h-16" />}
        {secrets && secrets.length > 0 && <SecretList bin={bin.id} secrets={secrets} onChanged={changed} />}
        {secrets && form === null && (
          <Button className="self-start" onClick={() => setAdding({ scheme: null })}>
            <Plus aria-hidden />
            Add a secret…
          </Button>
        )}
        {secrets && form && (
          <section aria-labelledby="add-secret">
            <h3 id="add-secret" className="mb-2 font-semibold">
              Add a secret
            </h3>
            <NewSecret
              bin={bin}
              scheme={form.scheme}
              onAdded={() => {
                setAdding(null)
                changed()
              }}
              onCancel={secrets.length > 0 ? () => setAdding(null) : null}
            />
          </section>
        )}
      </div>
    </Dialog>
  )
}

function useSecrets(bin: string) {
  const [secrets, setSecrets] = useState<readonly BinSecret[] | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const reload = useCallback(async () => {
    try {
      setSecrets((await api.listSecrets({ bin })).secrets)
      setWhy(null)
    } catch (error) {
      setWhy(explain(error))
    }
  }, [bin])
  useEffect(() => void reload(), [reload])
  return { secrets, why, reload: () => void reload() }
}
