'use client'

import { Command } from 'cmdk'
import { useState } from 'react'
import { type Action, isMac, shownKey } from '../ui/action'
import { focusOrigin } from '../ui/dialog'
import { useHydrated } from '../ui/time'

type Props = { actions: readonly Action[]; onOpenChange: (open: boolean) => void }

const GROUPS: readonly Action['group'][] = ['Request', 'List', 'Bin', 'Page']

/** Lists every action by name. */
export function CommandPalette({ actions, onOpenChange }: Props) {
  const mac = useHydrated() && isMac()
  const [origin] = useState(focusOrigin)
  const close = (then?: () => void) => {
    onOpenChange(false)
    setTimeout(() => {
      origin?.focus() // the dialog has released the focus now
      then?.() // runs afterwards, so that an action can move the focus
    })
  }
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && close()}
      label="Actions"
      overlayClassName="fixed inset-0 z-40 animate-appear bg-overlay"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 animate-appear overflow-hidden rounded-xl border border-line bg-raised shadow-pop"
    >
      <Command.Input
        placeholder="Type a command"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-[0.9375rem] outline-none"
      />
      <Command.List className="scroll-thin max-h-[min(24rem,60vh)] overflow-y-auto p-1.5 [scroll-padding-block:6px]">
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted">No matching command</Command.Empty>
        {GROUPS.map((group) => (
          <Command.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
          >
            {actions
              .filter((action) => action.group === group)
              .map((action) => (
                <Command.Item
                  key={action.id}
                  value={action.label}
                  onSelect={() => close(action.run)}
                  className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1 text-sm data-[selected=true]:bg-hover dark:data-[selected=true]:bg-line [&_svg]:size-4 [&_svg]:text-faint"
                >
                  {action.icon ?? <span className="size-4" />}
                  <span className="min-w-0 flex-1">{action.label}</span>
                  {action.keys?.[0] && <Kbd>{shownKey(action.keys[0], mac)}</Kbd>}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  )
}

function Kbd({ children }: { children: string }) {
  return (
    <kbd className="rounded border border-line-strong px-1.5 text-2xs leading-5 text-muted not-hoverable:hidden">{children}</kbd>
  )
}
