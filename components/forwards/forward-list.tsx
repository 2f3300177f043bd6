'use client'

import { Pause, Pencil, Play, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import type { Forward } from '#lib/core/forward/forward'
import { visibleText } from '#lib/core/visible-text'
import { api } from '../api'
import type { ForwardStore } from '../feed/forward-store'
import { Button, IconButton } from '../ui/button'
import { Captured } from '../ui/captured'
import { ChangeFailed, useChange } from '../ui/change'
import { cx } from '../ui/cx'
import { formatCount } from '../ui/format'
import { useNow } from '../ui/time'
import { forwardFilter } from './forward-filter'
import { ForwardForm } from './forward-form'
import { backOffText, forwardStatus } from './forward-state'
import { undeliveredText } from './forward-trouble'

type Props = {
  bin: string
  store: ForwardStore
  /** Whether forwards are enabled on this server. */
  on: boolean
  /** False: the access key is read-only. */
  writable: boolean
  /** The source of the filter's suggestions. */
  rows: readonly CaptureSummary[]
  /** Shows the captures that match. */
  onFilter: (q: string) => void
}

export function ForwardList({ forwards, ...props }: Props & { forwards: readonly Forward[] }) {
  return (
    <ul aria-label="Forwards of this bin">
      {forwards.map((forward) => (
        <ForwardLine key={forward.id} forward={forward} forwards={forwards} {...props} />
      ))}
    </ul>
  )
}

/** `forwards`: all of the bin. */
type LineProps = Props & { forward: Forward; forwards: readonly Forward[] }

function ForwardLine({ forward, ...props }: LineProps) {
  const { bin, store, on, writable, rows, forwards, onFilter } = props
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const { busy, why, run } = useChange(() => {})
  const name = visibleText(forward.name)
  const close = () => setOpen(null)
  const setEnabled = (enabled: boolean) =>
    run(async () => {
      store.apply({ type: 'updated', forward: await api.updateForward({ bin, forward: forward.id, body: { enabled } }) })
    })
  return (
    <li className="border-t border-line/60 py-3 first:border-t-0 first:pt-0">
      <div className="flex items-start gap-1">
        <p className="min-w-0 flex-1 self-center font-medium break-words">
          <Captured text={forward.name} />
        </p>
        {writable && open === null && (
          <>
            {on && (
              <>
                {forward.enabled ? (
                  <IconButton label={`Pause ${name}`} disabled={busy} onClick={() => setEnabled(false)}>
                    <Pause aria-hidden />
                  </IconButton>
                ) : (
                  <IconButton label={`Resume ${name}`} disabled={busy} onClick={() => setEnabled(true)}>
                    <Play aria-hidden />
                  </IconButton>
                )}
                <IconButton label={`Edit ${name}`} onClick={() => setOpen('edit')}>
                  <Pencil aria-hidden />
                </IconButton>
              </>
            )}
            <IconButton label={`Delete ${name}`} onClick={() => setOpen('delete')}>
              <Trash2 aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      <p className="font-mono text-xs break-all text-muted">
        <Captured text={forward.url} />
      </p>
      <Settings forward={forward} />
      <State forward={forward} on={on} onShowWaiting={() => onFilter(forwardFilter('pending', forward, forwards))} />
      <ChangeFailed why={why} />
      {forward.dead > 0 && <GivenUp forward={forward} {...props} />}
      {open === 'edit' && (
        <div className="mt-3 rounded-md border border-line p-3">
          <ForwardForm
            bin={bin}
            forward={forward}
            rows={rows}
            onSaved={(saved) => {
              store.apply({ type: 'updated', forward: saved })
              close()
            }}
            onCancel={close}
          />
        </div>
      )}
      {open === 'delete' && <AskToDelete bin={bin} forward={forward} store={store} onCancel={close} />}
    </li>
  )
}

/** The settings that differ from the defaults. */
function Settings({ forward: { q, path, order, rate, sign } }: { forward: Forward }) {
  const others = [
    path === 'drop' && 'path dropped',
    order === 'strict' && 'strict order',
    rate !== null && `at most ${rate}`,
    sign !== null && 'signed again',
  ].filter((each) => each !== false)
  if (q === null && others.length === 0) return null
  return (
    <p className="mt-0.5 text-xs text-muted">
      {q !== null && (
        <>
          Only{' '}
          <code className="break-all text-ink">
            <Captured text={q} />
          </code>
          {others.length > 0 && ' · '}
        </>
      )}
      {others.join(' · ')}
    </p>
  )
}

const DOTS = { ok: 'bg-ok', warn: 'bg-warn', danger: 'bg-danger', quiet: 'bg-faint' } as const
const TEXTS = { ok: 'text-ok', warn: 'text-warn', danger: 'text-danger', quiet: 'text-muted' } as const

function State({ forward, on, onShowWaiting }: { forward: Forward; on: boolean; onShowWaiting: () => void }) {
  const { tone, state, text } = forwardStatus(forward, useNow(), on)
  const { lag, pending } = forward
  const backOff = on ? backOffText(forward) : null
  const waiting = [
    lag > 0 && `Not tried yet: ${formatCount(lag)}`,
    pending > 0 && `Waiting for a retry: ${formatCount(pending)}`,
  ].filter((each) => each !== false)
  return (
    <div className="mt-1.5 flex items-start gap-2">
      <span aria-hidden className={cx('mt-1.5 size-2 shrink-0 rounded-full forced-color-adjust-none', DOTS[tone])} />
      <div className="min-w-0">
        <p className="break-words">
          <span className={cx('font-medium', TEXTS[tone])}>{state}:</span> <Captured text={text} />
        </p>
        {backOff && <p className="text-xs text-muted">{backOff}</p>}
        {waiting.length > 0 && (
          <p className="flex flex-wrap items-center gap-x-3 text-xs text-muted tabular-nums">
            {waiting.join(' · ')}
            {pending > 0 && <TextButton onClick={onShowWaiting}>Show waiting requests</TextButton>}
          </p>
        )}
      </div>
    </div>
  )
}

/** How many captures the forward gave up on, with buttons to show and to retry them. */
function GivenUp({ bin, store, on, writable, onFilter, forward, forwards }: LineProps) {
  const { id, name, dead } = forward
  const { busy, why, run } = useChange(() => {})
  const retry = () =>
    run(async () => {
      const { retried } = await api.retryForward({ bin, forward: id, body: {} })
      toast.success(`Retrying ${formatCount(retried)} ${retried === 1 ? 'request' : 'requests'}`)
      await store.load()
    })
  return (
    <div className="mt-1.5 ml-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="text-danger tabular-nums">{undeliveredText(dead)} and no longer retried.</span>
        <TextButton onClick={() => onFilter(forwardFilter('dead', forward, forwards))}>Show undelivered requests</TextButton>
        {writable && on && (
          <Button size="sm" disabled={busy} aria-label={`Retry all of ${visibleText(name)}`} onClick={retry}>
            Retry all
          </Button>
        )}
      </p>
      <ChangeFailed why={why} />
    </div>
  )
}

function TextButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" className="min-h-6 rounded text-accent-text underline underline-offset-2" onClick={onClick}>
      {children}
    </button>
  )
}

type DeleteProps = { bin: string; forward: Forward; store: ForwardStore; onCancel: () => void }

function AskToDelete({ bin, forward: { id, lag, pending, dead }, store, onCancel }: DeleteProps) {
  const { busy, why, run } = useChange(() => store.apply({ type: 'deleted', id }))
  const waiting = lag + pending
  return (
    <div className="mt-2 rounded-md bg-warn-soft px-3 py-2.5 text-warn">
      <ChangeFailed why={why} />
      <p>
        {waiting > 0 && `${formatCount(waiting)} waiting ${waiting === 1 ? 'request' : 'requests'} will not be sent. `}
        {dead > 0 && `${formatCount(dead)} undelivered ${dead === 1 ? 'request' : 'requests'} can no longer be retried. `}
        The requests and their deliveries stay in the bin. This cannot be undone.
      </p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button variant="danger" disabled={busy} onClick={() => run(() => api.deleteForward({ bin, forward: id }))}>
          Delete the forward
        </Button>
        <Button autoFocus disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
