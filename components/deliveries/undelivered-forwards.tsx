'use client'

import { useCallback, useEffect, useState } from 'react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import type { ForwardMark } from '#lib/core/filter/filter'
import type { Forward } from '#lib/core/forward/forward'
import { visibleText } from '#lib/core/visible-text'
import { useReadOnly } from '../access/page-access'
import { api } from '../api'
import type { ForwardStore } from '../feed/forward-store'
import { useForwards } from '../feed/use-forwards'
import { Button } from '../ui/button'
import { Captured } from '../ui/captured'
import { ChangeFailed, useChange } from '../ui/change'

type Props = { capture: Pick<CaptureSummary, 'binId' | 'id' | 'seq'>; forwards: ForwardStore }

/** The forwards that still have to deliver this request, or gave up on it, with a way to skip or retry it. */
export function UndeliveredForwards({ capture, forwards }: Props) {
  const { list } = useForwards(forwards)
  const behind = list?.filter(({ lag, pending, dead }) => lag + pending + dead > 0) ?? []
  return behind.map((forward) => <Undelivered key={`${forward.id} ${capture.id}`} capture={capture} forward={forward} />)
}

function Undelivered({ capture, forward }: { capture: Props['capture']; forward: Forward }) {
  const { mark, check } = usePendingMark(capture, forward)
  const readOnly = useReadOnly()
  const { busy, why, run } = useChange(check)
  const { binId: bin, id: captureId, seq } = capture
  if (mark === null) return null
  const skip = async () => {
    const { skipped } = await api.skipForward({ bin, forward: forward.id, body: { captureId } })
    toast.success(skipped ? 'Skipped: it is no longer sent' : 'Not skipped: it was sent in the meantime')
  }
  const retry = async () => {
    const { retried } = await api.retryForward({ bin, forward: forward.id, body: { q: `seq:${seq}` } })
    toast.success(retried > 0 ? 'Retrying the request' : 'Nothing to retry: it was sent or is waiting to be sent')
  }
  const name = visibleText(forward.name)
  return (
    <section aria-label={`Forward ${name}`} className="border-b border-line/60 px-4 py-2.5 text-xs">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <p className={mark === 'dead' ? 'text-danger' : 'text-muted'}>
          Forward <Captured text={forward.name} />:{' '}
          {mark === 'dead' ? 'not delivered and no longer retried.' : 'waiting to be sent.'}
        </p>
        {!readOnly && mark === 'pending' && (
          <Button size="sm" disabled={busy} aria-label={`Skip in ${name}`} onClick={() => run(skip)}>
            Skip
          </Button>
        )}
        {!readOnly && mark === 'dead' && (
          <Button size="sm" disabled={busy} aria-label={`Retry in ${name}`} onClick={() => run(retry)}>
            Retry
          </Button>
        )}
      </div>
      <ChangeFailed why={why} />
    </section>
  )
}

type PendingMark = Exclude<ForwardMark, 'done'>

/** null: the forward has delivered it, or does not want it, or this is not known yet. Looks again when the forward's counts change. */
function usePendingMark(
  { binId, seq }: Props['capture'],
  { id, lag, pending, dead }: Forward,
): { mark: PendingMark | null; check: () => void } {
  const [mark, setMark] = useState<PendingMark | null>(null)
  const isBehind = lag > 0 // its count changes each second
  const [checks, setChecks] = useState(0)
  const check = useCallback(() => setChecks((count) => count + 1), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the counts and `checks` are not read: they say that it may have changed
  useEffect(() => {
    const controller = new AbortController()
    const is = async (mark: PendingMark) => {
      const q = `seq:${seq} forward:${id}.${mark}`
      return (await api.listCaptures({ bin: binId, q, limit: 1 }, { signal: controller.signal })).captures.length > 0
    }
    const find = async () => ((await is('pending')) ? 'pending' : (await is('dead')) ? 'dead' : null)
    find().then(setMark, () => {}) // it is left as it was
    return () => controller.abort()
  }, [binId, seq, id, isBehind, pending, dead, checks])
  return { mark, check }
}
