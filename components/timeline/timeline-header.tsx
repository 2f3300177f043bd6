'use client'

import { ArrowLeftRight, ArrowLeftToLine, ArrowRightToLine, ChevronDown, X } from 'lucide-react'
import { IconButton } from '../ui/button'
import { cx } from '../ui/cx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import type { BarGroup } from './bars'
import { COLOUR_BY, type ColourBy, type Metric } from './preferences'
import { Swatch } from './timeline-tip'
import type { TimelineControl } from './use-timeline-preferences'

type Props = {
  control: TimelineControl
  /** False if the share link hides the headers that the lag is computed from. */
  hasLag: boolean
  /** Whether the bin's signatures are checked. */
  hasVerdicts: boolean
  groups: readonly BarGroup[]
  failed: boolean
  onClear: (() => void) | null
  /** Extends the range by one bar at either end: an alternative to dragging. */
  onWiden: ((side: 'start' | 'end') => void) | null
}

const LABELS: Readonly<Record<Metric, string>> = { arrivals: 'Arrivals', sizes: 'Sizes', lag: 'Sender lag' }
const BY: Readonly<Record<ColourBy, string>> = { method: 'method', provider: 'sender', verdict: 'signature' }

/** The controls and the legend. */
export function TimelineHeader({ control, hasLag, hasVerdicts, groups, failed, onClear, onWiden }: Props) {
  const { metric, colourBy, change, toggle } = control
  const colours = COLOUR_BY.filter((each) => each !== 'verdict' || hasVerdicts)
  const next = colours[(colours.indexOf(colourBy) + 1) % colours.length]!
  const metrics = (['arrivals', 'sizes', 'lag'] as const).filter((each) => each !== 'lag' || hasLag)
  return (
    <div className="flex h-7 items-center gap-1 pr-2 pl-2.5 text-xs">
      <Menu
        align="start"
        trigger={
          <button type="button" className={`${CHIP} font-medium text-ink`}>
            {LABELS[metric]}
            <ChevronDown aria-hidden className="size-3 text-faint" />
          </button>
        }
      >
        {metrics.map((each) => (
          <MenuItem key={each} onSelect={() => change({ metric: each })}>
            {LABELS[each]}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem keys="t" onSelect={toggle}>
          Hide the timeline
        </MenuItem>
      </Menu>
      {metric === 'arrivals' && (
        <button
          type="button"
          title={`Colour by ${BY[next]}`}
          onClick={() => change({ colourBy: next })}
          className={`${CHIP} text-muted`}
        >
          by {BY[colourBy]}
          <ArrowLeftRight aria-hidden className="size-3 text-faint" />
        </button>
      )}
      {failed ? (
        <p role="alert" className="min-w-0 flex-1 truncate text-right text-warn">
          Not loaded. Retrying…
        </p>
      ) : (
        <Legend groups={groups} />
      )}
      {onWiden && (
        <>
          <IconButton label="Start one bar earlier" className="size-6 [&_svg]:size-3.5" onClick={() => onWiden('start')}>
            <ArrowLeftToLine aria-hidden />
          </IconButton>
          <IconButton label="End one bar later" className="size-6 [&_svg]:size-3.5" onClick={() => onWiden('end')}>
            <ArrowRightToLine aria-hidden />
          </IconButton>
        </>
      )}
      {onClear && (
        <IconButton label="Clear the time range" className="size-6 [&_svg]:size-3.5" onClick={onClear}>
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

const CHIP = 'inline-flex h-6 shrink-0 items-center gap-1 rounded-md px-1.5 transition-colors hover:bg-hover hover:text-ink'

/**
 * Without room for the labels only the swatches remain: each entry is one line high, and a label that does not fit wraps out of sight. A label
 * in its own colour covers its swatch.
 */
function Legend({ groups }: { groups: readonly BarGroup[] }) {
  return (
    <ul aria-label="Colours" className="flex h-6 min-w-0 flex-1 justify-end gap-x-2 overflow-hidden pr-1">
      {groups.map(({ id, label, colour, readable }) => (
        <li key={id} title={label} className="flex h-6 min-w-2 flex-wrap overflow-hidden text-2xs leading-6 text-muted">
          <span className={cx('flex h-6 items-center', readable ? 'w-0' : 'mr-1')}>
            <Swatch colour={colour} />
          </span>
          <span
            className={cx('whitespace-nowrap', readable && 'relative bg-canvas font-mono font-semibold tracking-tight')}
            style={readable ? { color: `var(${colour})` } : undefined}
          >
            {label}
          </span>
        </li>
      ))}
    </ul>
  )
}
