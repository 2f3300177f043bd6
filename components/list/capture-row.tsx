'use client'

import { ChevronDown, ChevronRight, Pin, StickyNote } from 'lucide-react'
import { type MouseEvent, memo } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { isRefused } from '#lib/core/reply'
import type { RowOfDelivery } from '#lib/feed/grouped-rows'
import { VerdictBadge } from '../signatures/verdict-badge'
import { Captured, Visible } from '../ui/captured'
import { cx } from '../ui/cx'
import { formatBytes, formatCount, formatInterval, shortContentType } from '../ui/format'
import { MethodName } from '../ui/method-and-status'
import { Age } from '../ui/time'

/** Height of a row in CSS pixels; the list counts on it. */
export const ROW_HEIGHT = 54

type Props = {
  capture: CaptureSummary
  selected: boolean
  /** Came in while the page was open. */
  fresh: boolean
  /** One row of the list takes part in the tab order. */
  focusable: boolean
  picked: boolean
  /** Some are selected: every row shows its checkbox. */
  picking: boolean
  onSelect: (captureId: string) => void
  onPick: (captureId: string, through: boolean) => void
  /** null: it stands alone. */
  delivery: RowOfDelivery | null
  onToggleAttempts: (captureId: string) => void
}

/** A row of the live list: method, event or path, age; below it number, path, content type and size. A link, so that it opens in a new tab too. */
export const CaptureRow = memo(function CaptureRow(props: Props) {
  const { capture, selected, fresh, focusable, picked, picking, onSelect, onPick, delivery, onToggleAttempts } = props
  const below = delivery !== null && !delivery.head
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
        <span className="flex min-w-0 items-center gap-1.5 text-2xs text-muted">
          {delivery && <AttemptNumber delivery={delivery} />}
          <span className="truncate">
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
          {truncated && <span className="shrink-0 text-warn">{aborted ? 'aborted' : 'cut'}</span>}
          {signature && <VerdictBadge signature={signature} quiet />}
          {isRefused(reply) && <span className="shrink-0 text-danger">Refused (401)</span>}
          {note !== null && <NoteBeginning note={note} />}
        </span>
        <span className="flex items-center justify-end gap-1.5">
          {pinned && <Pin aria-label="Pinned" className="size-3 text-accent-text" />}
          {delivery?.head && (
            <span aria-hidden className={cx(BADGE, 'invisible')}>
              {badgeText(delivery)}
            </span>
          )}
        </span>
      </a>
      {delivery?.head && <AttemptsButton delivery={delivery} onClick={() => onToggleAttempts(id)} />}
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

function badgeText({ count, open, differs }: RowOfDelivery) {
  return (
    <>
      {formatCount(count)} attempts{differs && ', differ'}
      {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
    </>
  )
}

/** Unfolds and folds; beside the link, as one control cannot lie in another. */
function AttemptsButton({ delivery, onClick }: { delivery: RowOfDelivery; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={delivery.open}
      title={delivery.differs ? 'Same message, different bytes' : 'Attempts of the same message'}
      tabIndex={-1}
      onClick={onClick}
      className={cx(
        BADGE,
        'touch-target absolute right-4 bottom-1 h-6! rounded-sm font-medium hover:underline',
        delivery.differs ? 'text-warn' : 'text-muted hover:text-ink',
      )}
    >
      {badgeText(delivery)}
    </button>
  )
}

/** `attempt 2 · + 5 min`: what an unfolded row is of its delivery. Folded, the number is in the badge. */
function AttemptNumber({ delivery: { number, intervalMs, head, open } }: { delivery: RowOfDelivery }) {
  const parts = [
    ...(head && !open ? [] : [`attempt ${formatCount(number)}`]),
    ...(intervalMs === null ? [] : [formatInterval(intervalMs)]),
  ]
  return <span className="shrink-0 tabular-nums">{parts.join(' · ')}</span>
}

/** Its first words, and as many more as there is room for. */
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

/** What tells a request apart: its event and sender where they are known, else its path. */
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
