'use client'

import {
  ArrowDown,
  ArrowUp,
  Bell,
  Braces,
  Copy,
  Eraser,
  FileUp,
  GitCompare,
  House,
  Keyboard,
  Layers,
  Link,
  ListChecks,
  MoonStar,
  Pin,
  Reply,
  RotateCw,
  Search,
  Send,
  Share2,
  SquareCheck,
  SquareTerminal,
  StickyNote,
  Trash2,
  Volume2,
  X,
} from 'lucide-react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import type { Action } from '../actions/action'
import { copyText } from '../ui/copy-text'
import type { InspectorState } from './use-inspector'

/** What the page does beyond the data. */
export type Verbs = {
  /** `before` null: with the previous of its kind. */
  compare: (before: CaptureSummary | null, after: CaptureSummary) => void
  importFile: (file: File) => void
  showTypes: (of: CaptureSummary) => void
  /** Of those picked; with none, of all in the list. */
  resendSeveral: (picked: readonly CaptureSummary[]) => void
  sendAgain: (capture: CaptureSummary) => Promise<void>
  toggleResend: () => void
  closeOne: () => void
  open: (overlay: 'share' | 'reply' | 'clear' | 'delete' | 'palette' | 'keys' | 'import') => void
  toggleTheme: () => void
  focusFilter: () => void
  goHome: () => void
}

/** What can be done now; what needs an open request is there only with one. */
export function inspectorActions(state: InspectorState, verbs: Verbs): Action[] {
  const { opened } = state
  return [
    ...(opened ? requestActions(state, opened, verbs) : []),
    ...(state.unfiltered.length > 0 ? listActions(state, verbs) : []),
    ...binActions(state, verbs),
    ...pageActions(state, verbs),
  ]
}

function listActions({ opened, step, picks, attempts }: InspectorState, { focusFilter, resendSeveral }: Verbs): Action[] {
  const group = 'List' as const
  const retries = attempts.grouped ? 'Show every attempt as a row' : 'Group retries'
  const several = picks.picked.length > 0 ? 'Resend the picked ones' : 'Resend all in the list'
  const pick: Action[] = opened
    ? [{ id: 'pick', label: 'Pick', group, keys: ['x'], icon: <SquareCheck />, run: () => picks.toggle(opened.id) }]
    : []
  return [
    { id: 'next', label: 'Next request', group, keys: ['j'], icon: <ArrowDown />, run: () => step(1) },
    { id: 'previous', label: 'Previous request', group, keys: ['k'], icon: <ArrowUp />, run: () => step(-1) },
    { id: 'filter', label: 'Filter', group, keys: ['/'], icon: <Search />, run: focusFilter },
    { id: 'resend-several', label: several, group, icon: <Send />, run: () => resendSeveral(picks.picked) },
    ...pick,
    { id: 'pick-all', label: 'Pick all that are loaded', group, keys: ['Shift+X'], icon: <ListChecks />, run: picks.all },
    ...(attempts.any
      ? [{ id: 'retries', label: retries, group, keys: ['g'], icon: <Layers />, run: attempts.toggleGrouped }]
      : []),
  ]
}

function requestActions(state: InspectorState, opened: CaptureSummary, verbs: Verbs): Action[] {
  const { pin, note, removeOpened } = state
  const group = 'Request'
  const noteLabel = opened.note === null ? 'Write a note' : 'Change the note'
  const pinLabel = opened.pinned ? 'Unpin' : 'Pin'
  const again = 'Send to the last target again'
  return [
    { id: 'resend', label: 'Resend', group, keys: ['r'], icon: <Send />, run: verbs.toggleResend },
    { id: 'again', label: again, group, keys: ['Shift+R'], icon: <RotateCw />, run: () => void verbs.sendAgain(opened) },
    ...copyActions(state),
    ...compareActions(opened, verbs),
    { id: 'note', label: noteLabel, group, keys: ['n'], icon: <StickyNote />, run: () => note.write(opened.id) },
    { id: 'pin', label: pinLabel, group, keys: ['p'], icon: <Pin />, run: () => void pin(opened) },
    { id: 'delete', label: 'Delete', group, keys: ['d'], icon: <Trash2 />, run: removeOpened },
    { id: 'close', label: 'Close', group, keys: ['Escape'], icon: <X />, run: verbs.closeOne },
  ]
}

function copyActions({ bin, loaded }: InspectorState): Action[] {
  const group = 'Request'
  const link = () => copied(window.location.href, 'Link copied')
  const actions: Action[] = [{ id: 'link', label: 'Copy link to this request', group, icon: <Link />, run: link }]
  if (loaded?.state !== 'ready') return actions
  const curl = async () => (await import('../export/copy-as')).copyAs(loaded.capture, bin.captureUrl, 'curl')
  return [{ id: 'curl', label: 'Copy as curl', group, keys: ['c'], icon: <SquareTerminal />, run: () => void curl() }, ...actions]
}

function compareActions(opened: CaptureSummary, verbs: Verbs): Action[] {
  const group = 'Request'
  const label = 'Compare with the previous of its kind'
  return [
    { id: 'compare', label, group, keys: ['v'], icon: <GitCompare />, run: () => verbs.compare(null, opened) },
    { id: 'types', label: 'Type of this kind of request', group, icon: <Braces />, run: () => verbs.showTypes(opened) },
  ]
}

function binActions({ bin, captures }: InspectorState, { open, goHome }: Verbs): Action[] {
  const group = 'Bin'
  const copyUrl = () => copied(bin.captureUrl, 'Capture URL copied')
  const clear: Action[] =
    captures.length > 0 ? [{ id: 'clear', label: 'Clear all requests', group, icon: <Eraser />, run: () => open('clear') }] : []
  return [
    { id: 'copy-url', label: 'Copy capture URL', group, keys: ['u'], icon: <Copy />, run: copyUrl },
    { id: 'reply', label: 'Set the reply', group, keys: ['e'], icon: <Reply />, run: () => open('reply') },
    { id: 'share', label: 'Share', group, icon: <Share2 />, run: () => open('share') },
    { id: 'import', label: 'Import requests', group, icon: <FileUp />, run: () => open('import') },
    ...clear,
    { id: 'delete-bin', label: 'Delete the bin', group, icon: <Trash2 />, run: () => open('delete') },
    { id: 'home', label: 'All bins', group, icon: <House />, run: goHome },
  ]
}

function pageActions({ notices }: InspectorState, { open, toggleTheme }: Verbs): Action[] {
  const group = 'Page'
  const sound = notices.sound ? 'No sound for new requests' : 'Sound for new requests'
  const desktop = notices.desktop ? 'No desktop notifications' : 'Desktop notifications'
  return [
    { id: 'palette', label: 'All actions', group, keys: ['Mod+K'], run: () => open('palette') },
    { id: 'keys', label: 'Keys', group, keys: ['?'], icon: <Keyboard />, run: () => open('keys') },
    { id: 'sound', label: sound, group, icon: <Volume2 />, run: notices.toggleSound },
    { id: 'desktop', label: desktop, group, icon: <Bell />, run: notices.toggleDesktop },
    { id: 'theme', label: 'Change between light and dark', group, icon: <MoonStar />, run: toggleTheme },
  ]
}

function copied(text: string, done: string): void {
  copyText(text).then(
    () => toast.success(done),
    () => toast.error('Could not copy.'),
  )
}
