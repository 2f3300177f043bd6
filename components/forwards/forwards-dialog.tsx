'use client'

import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { LIMITS } from '#lib/core/limits'
import { useReadOnly } from '../access/page-access'
import type { ForwardStore } from '../feed/forward-store'
import { useForwards } from '../feed/use-forwards'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { LoadFailed } from '../ui/load-failed'
import { Skeleton } from '../ui/skeleton'
import { ForwardForm } from './forward-form'
import { ForwardList } from './forward-list'

type Props = {
  bin: string
  store: ForwardStore
  /** The seq of the newest capture. */
  lastSeq: number
  /** Whether this server forwards (`CREEL_FORWARD`). */
  on: boolean
  /** The source of the filter's suggestions. */
  rows: readonly CaptureSummary[]
  /** Closes the dialog and shows the captures that match. */
  onFilter: (q: string) => void
  /** Opens the dialog that brings captures to this machine. */
  onListen: () => void
  onOpenChange: (open: boolean) => void
}

/** The forwards of a bin and their state. */
export function ForwardsDialog({ bin, store, lastSeq, on, rows, onFilter, onListen, onOpenChange }: Props) {
  const { list, why } = useForwards(store)
  useFreshLag(store, lastSeq)
  const [adding, setAdding] = useState(false)
  const writable = !useReadOnly()
  const full = list !== null && list.length >= LIMITS.forwardsPerBinMax
  const empty = list?.length === 0
  const showForm = list !== null && writable && on && !full && (adding || empty)
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Forwards"
      description="A forward sends each new request to a URL, byte for byte, with retries, whether or not this page is open."
      className="sm:max-w-2xl"
    >
      <div className="flex flex-col gap-5 text-sm">
        {!on && (
          <p className="rounded-md bg-warn-soft px-3 py-2 text-warn">
            The operator of this Creel has turned forwards off (<code>CREEL_FORWARD=off</code>). None can be added, and existing
            ones wait.
          </p>
        )}
        {why && <LoadFailed why={why} onRetry={() => void store.load()} />}
        {!list && !why && <Skeleton className="h-16" />}
        {empty && <Empty writable={writable && on} onListen={onListen} />}
        {list && !empty && (
          <ForwardList forwards={list} bin={bin} store={store} on={on} writable={writable} rows={rows} onFilter={onFilter} />
        )}
        {list && !empty && writable && on && !showForm && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <Button disabled={full} onClick={() => setAdding(true)}>
              <Plus aria-hidden />
              Add a forward…
            </Button>
            {full && (
              <span className="text-muted">
                A bin has at most {LIMITS.forwardsPerBinMax} forwards. Delete one that is not needed.
              </span>
            )}
          </div>
        )}
        {showForm && (
          <section aria-labelledby="add-forward">
            <h3 id="add-forward" className="mb-2 font-semibold">
              Add a forward
            </h3>
            <ForwardForm
              bin={bin}
              forward={null}
              rows={rows}
              onSaved={(forward) => {
                store.apply({ type: 'updated', forward })
                setAdding(false)
              }}
              onCancel={empty ? null : () => setAdding(false)}
            />
          </section>
        )}
      </div>
    </Dialog>
  )
}

function Empty({ writable, onListen }: { writable: boolean; onListen: () => void }) {
  return (
    <div className="rounded-md bg-sunken px-3 py-2.5">
      <p>
        No forwards yet. {writable && 'Add one for a target that is always up, such as staging. '}A forward starts with the first
        request after its creation.
      </p>
      {writable && (
        <p className="mt-1.5 text-muted">
          Is the target on your own machine?{' '}
          <button type="button" onClick={onListen} className="min-h-6 rounded text-accent-text underline underline-offset-2">
            Bring webhooks to localhost
          </button>
        </p>
      )}
    </div>
  )
}

const REFRESH_MS = 2_000

/** The stream reports what a forward sends. Its lag while it sends nothing is fetched when captures arrive. */
function useFreshLag(store: ForwardStore, lastSeq: number): void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    void store.load()
    return () => {
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [store])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `lastSeq` triggers it
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void store.load()
    }, REFRESH_MS)
  }, [store, lastSeq])
}
