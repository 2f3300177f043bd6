'use client'

import {
  ArrowDown,
  ArrowUp,
  Bell,
  Copy,
  Eraser,
  GitCompare,
  House,
  Keyboard,
  Link,
  MoonStar,
  Pin,
  Reply,
  RotateCw,
  Send,
  SquareCheck,
  Trash2,
  Volume2,
  X,
} from 'lucide-react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import type { Action } from '../actions/action'
import { previousOfKind } from '../compare/previous-of-kind'
import { copyText } from '../ui/copy-text'
import type { BinDialog } from './bin-dialogs'
import type { InspectorState } from './use-inspector'

export type Verbs = {
  compare: (captures: readonly CaptureSummary[]) => void
  sendAgain: (capture: CaptureSummary) => void
  toggleResend: () => void
  closeOne: () => void
  openDialog: (dialog: BinDialog) => void
  openPalette: () => void
  openKeys: () => void
  toggleTheme: () => void
  goHome: () => void
}

/** What can be done now; what needs an open request is there only with one. */
export function inspectorActions(state: InspectorState, verbs: Verbs): Action[] {
  return [...listActions(state), ...requestActions(state, verbs), ...binActions(state, verbs), ...pageActions(state, verbs)]
}

function listActions({ captures, opened, step, picks }: InspectorState): Action[] {
  if (captures.length === 0) return []
  const group = 'List'
  return [
    { id: 'next', label: 'Next request', group: 'List', keys: ['j'], icon: <ArrowDown />, run: () => step(1) },
    { id: 'previous', label: 'Previous request', group: 'List', keys: ['k'], icon: <ArrowUp />, run: () => step(-1) },
    ...(opened
      ? [{ id: 'pick', label: 'Pick', group, keys: ['x'], icon: <SquareCheck />, run: () => picks.toggle(opened.id) } as const]
      : []),
  ]
}

function requestActions(state: InspectorState, { toggleResend, sendAgain, compare, closeOne }: Verbs): Action[] {
  const { captures, opened, pin, removeOpened } = state
  if (!opened) return []
  const group = 'Request'
  const previous = previousOfKind(captures, opened)
  return [
    { id: 'resend', label: 'Resend', group, keys: ['r'], icon: <Send />, run: toggleResend },
    {
      id: 'again',
      label: 'Send to the last target again',
      group,
      keys: ['Shift+R'],
      icon: <RotateCw />,
      run: () => sendAgain(opened),
    },
    ...(previous
      ? [
          {
            id: 'compare',
            label: 'Compare with the previous of its kind',
            group,
            keys: ['v'],
            icon: <GitCompare />,
            run: () => compare([opened, previous]),
          } as const,
        ]
      : []),
    {
      id: 'pin',
      label: opened.pinned ? 'Unpin' : 'Pin',
      group,
      keys: ['p'],
      icon: <Pin />,
      run: () => void pin(opened),
    },
    { id: 'delete', label: 'Delete', group, keys: ['d'], icon: <Trash2 />, run: removeOpened },
    {
      id: 'link',
      label: 'Copy link to this request',
      group,
      icon: <Link />,
      run: () => copied(window.location.href, 'Link copied'),
    },
    { id: 'close', label: 'Close', group, keys: ['Escape'], icon: <X />, run: closeOne },
  ]
}

function binActions({ bin, captures }: InspectorState, { openDialog, goHome }: Verbs): Action[] {
  const group = 'Bin'
  return [
    {
      id: 'copy-url',
      label: 'Copy capture URL',
      group,
      keys: ['u'],
      icon: <Copy />,
      run: () => copied(bin.captureUrl, 'Capture URL copied'),
    },
    { id: 'reply', label: 'Set the reply', group, keys: ['e'], icon: <Reply />, run: () => openDialog('reply') },
    ...(captures.length > 0
      ? [{ id: 'clear', label: 'Clear all requests', group, icon: <Eraser />, run: () => openDialog('clear') } as const]
      : []),
    { id: 'delete-bin', label: 'Delete the bin', group, icon: <Trash2 />, run: () => openDialog('delete') },
    { id: 'home', label: 'All bins', group, icon: <House />, run: goHome },
  ]
}

function pageActions({ notices }: InspectorState, { openPalette, openKeys, toggleTheme }: Verbs): Action[] {
  const group = 'Page'
  return [
    {
      id: 'sound',
      label: notices.sound ? 'No sound for new requests' : 'Sound for new requests',
      group,
      icon: <Volume2 />,
      run: notices.toggleSound,
    },
    {
      id: 'desktop',
      label: notices.desktop ? 'No desktop notifications' : 'Desktop notifications',
      group,
      icon: <Bell />,
      run: notices.toggleDesktop,
    },
    { id: 'palette', label: 'All actions', group, keys: ['Mod+K'], run: openPalette },
    { id: 'keys', label: 'Keys', group, keys: ['?'], icon: <Keyboard />, run: openKeys },
    { id: 'theme', label: 'Change between light and dark', group, icon: <MoonStar />, run: toggleTheme },
  ]
}

export function copied(text: string, done: string): void {
  copyText(text).then(
    () => toast.success(done),
    () => toast.error('Could not copy.'),
  )
}
