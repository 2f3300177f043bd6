'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx'

/** `fills`: the content scrolls by itself, and in a short window takes the whole height below the tabs. */
export type Tab<Id extends string> = { id: Id; label: string; count?: number; content: ReactNode; fills?: boolean }

type Props<Id extends string> = {
  label: string
  tabs: readonly Tab<Id>[]
  value: Id
  onChange: (id: Id) => void
  /** Content at the right end of the tab bar. */
  aside?: ReactNode
  className?: string
}

/** A tab bar and the selected tab's panel, which scrolls by itself. In a short window the page scrolls, and the tabs stay in view. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, aside, className }: Props<Id>) {
  return (
    <Radix.Root value={value} onValueChange={(id) => onChange(id as Id)} className={cx('flex min-h-0 flex-col', className)}>
      <div className="flex h-10 shrink-0 items-stretch gap-2 border-b border-line bg-surface px-4 short:sticky short:top-0 short:z-10">
        <Radix.List
          aria-label={label}
          className="scroll-thin -mb-px -ml-1.5 flex min-w-0 items-stretch gap-1 overflow-x-auto overflow-y-hidden"
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
        {aside && <div className="ml-auto flex items-center gap-1">{aside}</div>}
      </div>
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
