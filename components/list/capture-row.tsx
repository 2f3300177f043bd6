'use client'

import { ChevronDown, ChevronRight, Pin, StickyNote } from 'lucide-react'
import { type MouseEvent, memo } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { isRefused } from '#lib/core/reply'
import type { AttemptRow } from '#lib/feed/grouped-rows'
import { VerdictBadge } from '../signatures/verdict-badge'
import { Captured, Visible } from '../ui/captured'
import { cx } from '../ui/cx'
import { formatBytes, formatCount, formatInterval, shortContentType } from '../ui/format'
import { MethodName } from '../ui/method-and-status'
import { Age } from '../ui/time'

/** Height of a row in CSS pixels; the list's geometry depends on it. */
export const ROW_HEIGHT = 54

type Props = {
  capture: CaptureSummary
  selected: boolean
  /** Arrived just now, while the page was open. */
  fresh: boolean
  /** Only one row of the list is in the tab order. */
  focusable: boolean
  picked: boolean
  /** Some rows are selected, so every row shows its checkbox. */
  picking: boolean
  onSelect: (captureId: string) => void
  onPick: (captureId: string, through: boolean) => void
  /** null: the capture has no other attempts. */
  attempt: AttemptRow | null
  onToggleAttempts: (captureId: string) => void
}

/**
 * A row of the live list: method, event or path, and age; below them number, path, content type and size. A link, so that it can open in a
 * new tab.
 */
export const CaptureRow = memo(function CaptureRow(props: Props) {
  const { capture, selected, fresh, focusable, picked, picking, onSelect, onPick, attempt, onToggleAttempts } = props
  const below = attempt !== null && !attempt.head
  const { id, seq, method, bodySize, receivedAt, pinned, note, truncated, aborted, reply, signature } = capture
  const type = shortContentType(capture.contentType)

  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onSelect(id)
  }

  return (
    <div className="group relative h-full">
      <a
        href={`?capture=${id}`}
        onClick={open}
        tabIndex={focusable ? 0 : -1}
        aria-current={selected ? 'true' : undefined}
        data-capture={id}
        className={cx(
          'relative grid h-full grid-cols-[3.25rem_minmax(0,1fr)_auto] content-center items-baseline gap-x-2 pr-4 -outline-offset-2',
          below ? 'bg-sunken pl-8' : 'pl-4',
          'border-b border-line/70',
          selected
            ? 'bg-selected before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent'
            : 'hover:bg-hover',
          fresh && !selected && 'animate-arrive',
        )}
      >
        <MethodName method={method} className="truncate text-xs" />
        <Headline capture={capture} />
        <Age iso={receivedAt} className="text-right text-xs text-faint tabular-nums" />
        <span
          className={cx(
            'font-mono text-2xs text-faint tabular-nums',
            picking ? 'invisible' : 'not-hoverable:invisible hoverable:group-hover:invisible',
          )}
        >
          #{seq}
        </span>
        <span className="flex min-w-0 items-center gap-1.5 overflow-hidden text-2xs text-muted">
          {attempt && <AttemptNumber attempt={attempt} />}
          <span className="max-w-max flex-1 truncate">
            {capture.sender && (
              <>
                <span className="font-mono">{target(capture)}</span>
                {' · '}
              </>
            )}
            {type && (
              <>
                <Captured text={type} /> ·{' '}
              </>
            )}
            {formatBytes(bodySize)}
          </span>
          {truncated && <span className="shrink-0 text-warn">{aborted ? 'aborted' : 'truncated'}</span>}
          {signature && <VerdictBadge signature={signature} quiet />}
          {isRefused(reply) && <span className="shrink-0 text-danger">Refused (401)</span>}
          {note !== null && <NoteBeginning note={note} />}
        </span>
        <span className="flex items-center justify-end gap-1.5">
          {pinned && <Pin aria-label="Pinned" className="size-3 text-accent-text" />}
          {attempt?.head && (
            <span aria-hidden className={cx(BADGE, 'invisible')}>
              {badgeText(attempt)}
            </span>
          )}
        </span>
      </a>
      {attempt?.head && <AttemptsButton attempt={attempt} onClick={() => onToggleAttempts(id)} />}
      <label
        className={cx(
          'absolute bottom-0.5 grid size-7 cursor-pointer place-items-center',
          below ? 'left-6' : 'left-2',
          picking ? 'opacity-100' : 'has-focus-visible:opacity-100 hoverable:opacity-0 hoverable:group-hover:opacity-100',
        )}
      >
        <input
          type="checkbox"
          aria-label={`Select #${seq}`}
          tabIndex={focusable ? 0 : -1}
          checked={picked}
          onChange={(event) => onPick(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
          className="size-3.5 cursor-pointer accent-(--accent)"
        />
      </label>
    </div>
  )
})

const BADGE = 'flex h-4 items-center gap-0.5 text-2xs tabular-nums [&_svg]:size-3'

function badgeText({ count, open, differs }: AttemptRow) {
  return (
    <>
      {formatCount(count)} attempts{differs && ', differ'}
      {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
    </>
  )
}

/** Folds and unfolds the attempts. Beside the link, because interactive elements cannot be nested. */
function AttemptsButton({ attempt, onClick }: { attempt: AttemptRow; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={attempt.open}
      title={attempt.differs ? 'Same message, different bytes' : 'Attempts of the same message'}
      tabIndex={-1}
      onClick={onClick}
      className={cx(
        BADGE,
        'touch-target absolute right-4 bottom-1.5 h-6! rounded-sm font-medium hover:underline',
        attempt.differs ? 'text-warn' : 'text-muted hover:text-ink',
      )}
    >
      {badgeText(attempt)}
    </button>
  )
}

/** `attempt 2 · + 5 min`. A folded row omits the number, because the badge has the count. */
function AttemptNumber({ attempt: { number, intervalMs, head, open } }: { attempt: AttemptRow }) {
  const parts = [
    ...(head && !open ? [] : [`attempt ${formatCount(number)}`]),
    ...(intervalMs === null ? [] : [formatInterval(intervalMs)]),
  ]
  return <span className="truncate tabular-nums">{parts.join(' · ')}</span>
}

/** The note, truncated to the room there is. */
function NoteBeginning({ note }: { note: string }) {
  return (
    <span className="flex min-w-16 flex-1 items-center gap-1 text-accent-text">
      <StickyNote aria-label="Note" className="size-3 shrink-0" />
      <bdi className="truncate">
        <Visible text={note.slice(0, 200)} />
      </bdi>
    </span>
  )
}

/** What identifies a request: its event and sender if known, otherwise its path. */
function Headline({ capture }: { capture: CaptureSummary }) {
  const { sender } = capture
  if (sender === null) return <span className="truncate font-mono text-xs text-ink">{target(capture)}</span>
  return (
    <span className="truncate text-xs text-muted">
      <span className="font-medium text-ink">{sender.event === null ? sender.label : <Captured text={sender.event} />}</span>
      {sender.event !== null && sender.label !== null && ` ${sender.label}`}
    </span>
  )
}

function target({ path, query }: CaptureSummary) {
  return (
    <>
      <Captured text={path} />
      {query !== null && (
        <span className="text-faint">
          ?<Captured text={query} />
        </span>
      )}
    </>
  )
}
