'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Tabs as Radix } from 'radix-ui'
import { type ReactNode, useEffect, useRef } from 'react'
import { cx } from './cx'
import { useScrollEdges } from './use-scroll-edges'

/** `fills`: the content scrolls by itself, and in a short window takes the whole height below the tabs. */
export type Tab<Id extends string> = { id: Id; label: string; count?: number; content: ReactNode; fills?: boolean }

type Props<Id extends string> = {
  label: string
  tabs: readonly Tab<Id>[]
  value: Id
  onChange: (id: Id) => void
  className?: string
}

/** A tab bar and the selected tab's panel, which scrolls by itself. In a short window the page scrolls, and the tabs stay in view. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, className }: Props<Id>) {
  return (
    <Radix.Root value={value} onValueChange={(id) => onChange(id as Id)} className={cx('flex min-h-0 flex-col', className)}>
      <TabBar label={label} tabs={tabs} value={value} />
      {tabs.map(({ id, content, fills = false }) => (
        <Radix.Content
          key={id}
          value={id}
          className={cx(
            'scroll-thin min-h-0 flex-1 overflow-auto -outline-offset-2 data-[state=inactive]:hidden short:flex-none',
            fills && 'short:h-[calc(100dvh-2.5rem)]',
          )}
        >
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}

/** Scrolls sideways if the tabs do not fit. An arrow at either end says that there are more, and scrolls to them. */
function TabBar<Id extends string>({ label, tabs, value }: Pick<Props<Id>, 'label' | 'tabs' | 'value'>) {
  const row = useRef<HTMLDivElement>(null)
  const { edges, measure } = useScrollEdges(row)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a tab may be selected from elsewhere on the page
  useEffect(() => reveal(row.current!, row.current!.querySelector<HTMLElement>('[data-state="active"]')), [value])
  const scroll = (pages: number) => row.current!.scrollBy({ left: pages * row.current!.clientWidth, behavior: 'smooth' })
  return (
    <div className="relative flex h-10 shrink-0 border-b border-line bg-surface px-4 short:sticky short:top-0 short:z-10">
      <Radix.List
        ref={row}
        aria-label={label}
        onScroll={measure}
        className="relative -mb-px -ml-1.5 flex min-w-0 scroll-px-10 [scrollbar-width:none] items-stretch gap-1 overflow-x-auto overflow-y-hidden"
      >
        {tabs.map(({ id, label, count }) => (
          <Radix.Trigger
            key={id}
            value={id}
            className="flex items-center gap-1.5 border-b-2 border-transparent px-1.5 text-sm font-medium whitespace-nowrap text-muted -outline-offset-2 transition-colors hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {label}
            {count !== undefined && <span className="text-2xs font-normal text-faint tabular-nums">{count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {edges.start && <MoreTabs at="start" onClick={() => scroll(-1)} />}
      {edges.end && <MoreTabs at="end" onClick={() => scroll(1)} />}
    </div>
  )
}

/** Hidden from assistive technology and the keyboard, which reach every tab without it. */
function MoreTabs({ at, onClick }: { at: 'start' | 'end'; onClick: () => void }) {
  const Arrow = at === 'start' ? ChevronLeft : ChevronRight
  return (
    <button
      type="button"
      aria-hidden
      tabIndex={-1}
      data-more-tabs={at}
      onClick={onClick}
      className={cx(
        'absolute inset-y-0 flex w-11 items-center from-surface from-60% to-transparent px-2 text-muted hover:text-ink',
        at === 'start' ? 'left-0 bg-linear-to-r' : 'right-0 justify-end bg-linear-to-l',
      )}
    >
      <Arrow className="size-4" />
    </button>
  )
}

const ARROW_PX = 40

/** Scrolls the row, and nothing around it, so that no arrow covers the tab. */
function reveal(row: HTMLElement, tab: HTMLElement | null): void {
  if (!tab) return
  const [left, right] = [tab.offsetLeft - ARROW_PX, tab.offsetLeft + tab.offsetWidth + ARROW_PX]
  if (left < row.scrollLeft) row.scrollLeft = left
  else if (right > row.scrollLeft + row.clientWidth) row.scrollLeft = right - row.clientWidth
}
