'use client'

import { ChevronDown, ChevronRight, Pin, StickyNote } from 'lucide-react'
import { type MouseEvent, memo } from 'react'
import type { CaptureSummary, Sender } from '#lib/core/capture'
import type { RowOfDelivery } from '#lib/core/grouped-rows'
import { formatInterval } from '../attempts/format-interval'
import { formatBytes, formatCount, shortContentType } from '../format'
import { cx } from '../ui/cx'
import { MethodName } from '../ui/method-name'
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
  /** Some are picked: every row shows its box. */
  picking: boolean
  onSelect: (captureId: string) => void
  onPick: (captureId: string, through: boolean) => void
  /** null: it stands alone. */
  delivery: RowOfDelivery | null
  onToggleAttempts: (captureId: string) => void
}

/** One line of the live list: method, path, age; below it content type, size and number. A link, so that it opens in a new tab too. */
export const CaptureRow = memo(function CaptureRow(props: Props) {
  const { capture, selected, fresh, focusable, picked, picking, onSelect, onPick, delivery, onToggleAttempts } = props
  const below = delivery !== null && !delivery.head
  const { id, seq, method, path, query, bodySize, receivedAt, pinned, note, truncated } = capture
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
        <span className="truncate font-mono text-xs text-ink">
          {path}
          {query !== null && <span className="text-faint">?{query}</span>}
        </span>
        <Age iso={receivedAt} className="text-right text-xs text-faint tabular-nums" />
        <span
          className={cx('font-mono text-2xs text-faint tabular-nums', picking ? 'invisible' : 'hoverable:group-hover:invisible')}
        >
          #{seq}
        </span>
        <span className="flex min-w-0 items-center gap-1.5 text-2xs text-muted">
          {below && <AttemptNumber delivery={delivery} />}
          <span className="truncate">
            {capture.sender && <SenderName sender={capture.sender} />}
            {[type, formatBytes(bodySize)].filter(Boolean).join(' · ')}
          </span>
          {truncated && <span className="shrink-0 text-warn">cut</span>}
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
      <input
        type="checkbox"
        aria-label={`Pick #${seq}`}
        tabIndex={focusable ? 0 : -1}
        checked={picked}
        onChange={(event) => onPick(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        className={cx(
          'absolute bottom-2 size-3.5 cursor-pointer accent-(--accent) focus-visible:opacity-100',
          below ? 'left-8' : 'left-4',
          picking ? 'opacity-100' : 'opacity-0 hoverable:group-hover:opacity-100',
        )}
      />
    </div>
  )
})

const BADGE = 'flex h-4 items-center gap-0.5 text-2xs tabular-nums [&_svg]:size-3'

function badgeText({ count, open }: RowOfDelivery) {
  return (
    <>
      {formatCount(count)} attempts
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
      title={delivery.differs ? 'Same delivery, different bytes' : 'Attempts of the same delivery'}
      tabIndex={-1}
      onClick={onClick}
      className={cx(
        BADGE,
        'touch-target absolute right-4 bottom-2 rounded-sm font-medium hover:underline',
        delivery.differs ? 'text-warn' : 'text-muted hover:text-ink',
      )}
    >
      {badgeText(delivery)}
    </button>
  )
}

/** `attempt 2 · + 5 min`: what an unfolded row is of its delivery. */
function AttemptNumber({ delivery: { number, intervalMs } }: { delivery: RowOfDelivery }) {
  return (
    <span className="shrink-0 tabular-nums">
      attempt {formatCount(number)}
      {intervalMs !== null && ` · ${formatInterval(intervalMs)}`}
    </span>
  )
}

/** Its first words, and as many more as there is room for. */
function NoteBeginning({ note }: { note: string }) {
  return (
    <span className="flex min-w-16 flex-1 items-center gap-1 text-accent-text">
      <StickyNote aria-label="Note" className="size-3 shrink-0" />
      <bdi className="truncate">{note.slice(0, 200)}</bdi>
    </span>
  )
}

/** `GitHub push · `: what a person looks for in the list. */
function SenderName({ sender: { label, event } }: { sender: Sender }) {
  return (
    <>
      <span className="font-medium text-ink">{label}</span>
      {event && ` ${event}`}
      {' · '}
    </>
  )
}
