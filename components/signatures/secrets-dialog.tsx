'use client'

import { Plus } from 'lucide-react'
import { useCallback, useEffect, useId, useState } from 'react'
import type { AnswerOf } from '#lib/client/calls'
import type { Bin } from '#lib/core/bin'
import type { Checking } from '#lib/core/bin-secret'
import { api, explain } from '../api'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { formatCount } from '../ui/format'
import { LoadFailed } from '../ui/load-failed'
import { Skeleton } from '../ui/skeleton'
import { NewSecret } from './new-secret'
import { SecretList } from './secret-list'
import { announceSecretsChange } from './secrets-changed'

type Props = {
  bin: Pick<Bin, 'id' | 'captureUrl'>
  /** Starts with the form for a new secret, with `scheme` preselected if known. */
  adding: { scheme: string | null } | null
  onOpenChange: (open: boolean) => void
}

/** The signing secrets of a bin's senders. */
export function SecretsDialog({ bin, adding: first, onOpenChange }: Props) {
  const { secrets, checking, why, reload } = useSecrets(bin.id)
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
      title="Signing secrets"
      description="The secrets that the senders of this bin sign with. Creel checks the signature of each request with them."
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
        {checking && <CheckingLine checking={checking} />}
      </div>
    </Dialog>
  )
}

/** Placed at the end, so that nothing shifts when it appears and disappears. */
function CheckingLine({ checking: { done, total } }: { checking: Checking }) {
  const id = useId()
  return (
    <div className="text-xs text-muted">
      <p id={id} className="tabular-nums">
        Checking stored requests: {formatCount(done)} of {formatCount(total)}
      </p>
      <progress aria-labelledby={id} max={total} value={done} className="mt-1 w-full accent-(--accent)" />
    </div>
  )
}

const CHECKING_EVERY_MS = 1000

function useSecrets(bin: string) {
  const [answer, setAnswer] = useState<AnswerOf<'listSecrets'> | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const reload = useCallback(async () => {
    try {
      setAnswer(await api.listSecrets({ bin }))
      setWhy(null)
    } catch (error) {
      setWhy(explain(error))
    }
  }, [bin])
  useEffect(() => void reload(), [reload])
  useEffect(() => {
    if (!answer?.checking) return
    const timer = setTimeout(() => void reload(), CHECKING_EVERY_MS)
    return () => clearTimeout(timer)
  }, [answer, reload])
  return { secrets: answer?.secrets ?? null, checking: answer?.checking ?? null, why, reload: () => void reload() }
}
