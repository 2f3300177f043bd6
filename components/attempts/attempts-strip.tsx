'use client'

import { GitCompare } from 'lucide-react'
import { type Attempt, attemptKey } from '#lib/core/attempts'
import type { CaptureSummary } from '#lib/core/capture'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { formatCount, formatInterval } from '../ui/format'
import { ExactTime } from '../ui/time'
import { useAllAttempts } from './use-all-attempts'

type Props = {
  capture: CaptureSummary
  loaded: readonly CaptureSummary[]
  /** Cursor of the captures that are not loaded; null if all are. */
  nextBefore: number | null
  onSelect: (captureId: string) => void
  onCompare: (before: CaptureSummary, after: CaptureSummary) => void
}

const SHOWN_MAX = 50

/** All attempts of this message, in order; nothing if there is only one. */
export function AttemptsStrip({ capture, loaded, nextBefore, onSelect, onCompare }: Props) {
  const attempts = useAllAttempts(capture, loaded, nextBefore)
  if (attempts.length < 2) return null
  const byId = attemptKey(capture)?.by === 'id'
  const first = attempts[0]!
  const odd =
    attempts.find(({ capture: { id }, sameBytes }) => id === capture.id && sameBytes === false) ??
    attempts.find(({ sameBytes }) => sameBytes === false)
  const left = attempts.length - SHOWN_MAX
  return (
    <section aria-label="Attempts" className="shrink-0 px-4 pb-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 className="text-xs font-medium text-muted">{byId ? 'Attempts' : 'The same bytes came before'}</h3>
        {byId && odd && (
          <>
            <p className="text-xs text-warn">Same id, different bytes</p>
            <Button size="sm" onClick={() => onCompare(first.capture, odd.capture)}>
              <GitCompare aria-hidden />
              Compare
            </Button>
          </>
        )}
      </div>
      <ol className="scroll-thin mt-1.5 flex gap-1.5 overflow-x-auto pb-1">
        {left > 0 && <li className="shrink-0 self-center text-2xs text-faint">{formatCount(left)} earlier</li>}
        {attempts.slice(-SHOWN_MAX).map((attempt) => (
          <AttemptButton
            key={attempt.capture.id}
            attempt={attempt}
            current={attempt.capture.id === capture.id}
            byId={byId}
            onSelect={onSelect}
          />
        ))}
      </ol>
    </section>
  )
}

type ButtonProps = { attempt: Attempt; current: boolean; byId: boolean; onSelect: (captureId: string) => void }

function AttemptButton({ attempt: { capture, number, intervalMs, sameBytes }, current, byId, onSelect }: ButtonProps) {
  const different = byId && sameBytes === false
  return (
    <li className="shrink-0">
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={() => onSelect(capture.id)}
        className={cx(
          'rounded-md border px-2 py-1 text-left text-2xs leading-4 -outline-offset-2',
          different ? 'border-warn' : 'border-line',
          current ? 'bg-selected' : 'hover:bg-hover',
        )}
      >
        <span className="block font-medium text-ink tabular-nums">
          {formatCount(number)} · <ExactTime iso={capture.receivedAt} show="clock" />
        </span>
        <span className={cx('block tabular-nums', different ? 'text-warn' : 'text-muted')}>
          {intervalMs === null ? 'first' : formatInterval(intervalMs)}
          {different && ', other bytes'}
        </span>
      </button>
    </li>
  )
}
