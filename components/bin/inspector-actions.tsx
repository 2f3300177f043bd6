'use client'

import {
  ArrowDown,
  ArrowUp,
  Bell,
  Braces,
  CircleHelp,
  Copy,
  Download,
  Eraser,
  FileKey,
  FileUp,
  FlaskConical,
  FoldHorizontal,
  Forward,
  GitCompare,
  House,
  Keyboard,
  KeyRound,
  Laptop,
  Layers,
  Link,
  ListChecks,
  MoonStar,
  Pin,
  Repeat,
  Reply,
  RotateCw,
  Search,
  Send,
  Share2,
  SquareCheck,
  SquareTerminal,
  StickyNote,
  Trash2,
  UnfoldHorizontal,
  Volume2,
  X,
} from 'lucide-react'
import { toast } from 'sonner'
import type { CaptureSummary } from '#lib/core/capture'
import type { Action } from '../ui/action'
import { copyText } from '../ui/copy-button'
import type { InspectorState } from './use-inspector'

/** The page's actions that need more than its data. */
export type PageCommands = {
  /** `before` null: the previous similar request. */
  compare: (before: CaptureSummary | null, after: CaptureSummary) => void
  importFile: (file: File) => void
  showTypes: (of: CaptureSummary) => void
  /** The selected captures; if none is selected, all in the list. */
  resendSeveral: (picked: readonly CaptureSummary[]) => void
  shareOpened: () => void
  /** `scheme` is null while unknown. */
  addSecret: (scheme: string | null) => void
  sendAgain: (capture: CaptureSummary) => Promise<void>
  /** `selected`: the other selected captures, to be mixed in. */
  checkIdempotency: (of: CaptureSummary, selected: readonly CaptureSummary[]) => void
  toggleResend: () => void
  closeOne: () => void
  open: (
    overlay:
      | 'share'
      | 'reply'
      | 'clear'
      | 'delete'
      | 'palette'
      | 'keys'
      | 'import'
      | 'export'
      | 'secrets'
      | 'forwards'
      | 'listen'
      | 'sample',
  ) => void
  toggleTheme: () => void
  focusFilter: () => void
  stepList: (direction: 1 | -1) => void
  goHome: () => void
  showAccessKey: () => void
  openHelp: () => void
  openSignatureCheck: () => void
}

/** The actions that are available now; those of a request only while one is open. */
export function inspectorActions(state: InspectorState, commands: PageCommands): Action[] {
  const { opened } = state
  return [
    ...(opened ? requestActions(state, opened, commands) : []),
    ...(state.unfiltered.length > 0 ? listActions(state, commands) : []),
    ...binActions(state, commands),
    ...pageActions(state, commands),
  ]
}

function listActions(
  { opened, step, picks, attempts }: InspectorState,
  { focusFilter, resendSeveral, stepList }: PageCommands,
): Action[] {
  const group = 'List' as const
  const retries = attempts.grouped ? 'Show every attempt as a row' : 'Group retries'
  const several = picks.picked.length > 0 ? 'Resend the selected requests' : 'Resend all in the list'
  const pick: Action[] = opened
    ? [{ id: 'pick', label: 'Select', group, keys: ['x'], icon: <SquareCheck />, run: () => picks.toggle(opened.id) }]
    : []
  return [
    { id: 'next', label: 'Next request', group, keys: ['j'], icon: <ArrowDown />, run: () => step(1) },
    { id: 'previous', label: 'Previous request', group, keys: ['k'], icon: <ArrowUp />, run: () => step(-1) },
    { id: 'filter', label: 'Filter', group, keys: ['/'], icon: <Search />, run: focusFilter },
    { id: 'resend-several', label: several, group, icon: <Send />, run: () => resendSeveral(picks.picked) },
    ...pick,
    { id: 'pick-all', label: 'Select all loaded', group, keys: ['Shift+X'], icon: <ListChecks />, run: picks.all },
    ...(attempts.any
      ? [{ id: 'retries', label: retries, group, keys: ['g'], icon: <Layers />, run: attempts.toggleGrouped }]
      : []),
    { id: 'wider', label: 'Widen the list', group, icon: <UnfoldHorizontal />, run: () => stepList(1) },
    { id: 'narrower', label: 'Narrow the list', group, icon: <FoldHorizontal />, run: () => stepList(-1) },
  ]
}

function requestActions(state: InspectorState, opened: CaptureSummary, commands: PageCommands): Action[] {
  const { pin, note, picks, removeOpened } = state
  const group = 'Request'
  const noteLabel = opened.note === null ? 'Add a note' : 'Edit the note'
  const pinLabel = opened.pinned ? 'Unpin' : 'Pin'
  const again = 'Resend to the last target'
  return [
    { id: 'resend', label: 'Resend', group, keys: ['r'], icon: <Send />, run: commands.toggleResend },
    { id: 'again', label: again, group, keys: ['Shift+R'], icon: <RotateCw />, run: () => void commands.sendAgain(opened) },
    {
      id: 'idempotency',
      label: 'Check idempotency…',
      group,
      icon: <Repeat />,
      run: () => commands.checkIdempotency(opened, picks.picked),
    },
    ...copyActions(state),
    ...compareActions(opened, commands),
    { id: 'share-request', label: 'Share this request', group, icon: <Share2 />, run: commands.shareOpened },
    { id: 'note', label: noteLabel, group, keys: ['n'], icon: <StickyNote />, run: () => note.write(opened.id) },
    { id: 'pin', label: pinLabel, group, keys: ['p'], icon: <Pin />, run: () => void pin(opened) },
    { id: 'delete', label: 'Delete', group, keys: ['d'], icon: <Trash2 />, run: removeOpened },
    { id: 'close', label: 'Close', group, keys: ['Escape'], icon: <X />, run: commands.closeOne },
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

function compareActions(opened: CaptureSummary, commands: PageCommands): Action[] {
  const group = 'Request'
  const label = 'Compare with the previous similar request'
  return [
    { id: 'compare', label, group, keys: ['v'], icon: <GitCompare />, run: () => commands.compare(null, opened) },
    { id: 'types', label: 'Generate types', group, icon: <Braces />, run: () => commands.showTypes(opened) },
  ]
}

function binActions({ bin, captures }: InspectorState, { open, goHome, showAccessKey }: PageCommands): Action[] {
  const group = 'Bin'
  const copyUrl = () => copied(bin.captureUrl, 'Capture URL copied')
  const clear: Action[] =
    captures.length > 0 ? [{ id: 'clear', label: 'Clear all requests', group, icon: <Eraser />, run: () => open('clear') }] : []
  const exports: Action[] =
    captures.length > 0 ? [{ id: 'export', label: 'Export', group, icon: <Download />, run: () => open('export') }] : []
  return [
    { id: 'copy-url', label: 'Copy capture URL', group, keys: ['u'], icon: <Copy />, run: copyUrl },
    { id: 'reply', label: 'Edit response', group, keys: ['e'], icon: <Reply />, run: () => open('reply') },
    { id: 'sample', label: 'Send a sample', group, icon: <FlaskConical />, run: () => open('sample') },
    { id: 'secrets', label: 'Secrets', group, icon: <FileKey />, run: () => open('secrets') },
    { id: 'forwards', label: 'Forwards', group, icon: <Forward />, run: () => open('forwards') },
    { id: 'listen', label: 'Bring webhooks to localhost', group, icon: <Laptop />, run: () => open('listen') },
    { id: 'share', label: 'Share the bin', group, icon: <Share2 />, run: () => open('share') },
    { id: 'import', label: 'Import requests', group, icon: <FileUp />, run: () => open('import') },
    ...exports,
    ...clear,
    { id: 'delete-bin', label: 'Delete the bin', group, icon: <Trash2 />, run: () => open('delete') },
    { id: 'access-key', label: 'Access keys', group, icon: <KeyRound />, run: showAccessKey },
    { id: 'home', label: 'All bins', group, icon: <House />, run: goHome },
  ]
}

function pageActions({ notices }: InspectorState, { open, toggleTheme, openHelp, openSignatureCheck }: PageCommands): Action[] {
  const group = 'Page'
  const sound = notices.sound ? 'Turn off sound' : 'Play a sound for new requests'
  const desktop = notices.desktop ? 'Turn off desktop notifications' : 'Turn on desktop notifications'
  return [
    { id: 'palette', label: 'All actions', group, keys: ['Mod+K'], run: () => open('palette') },
    { id: 'keys', label: 'Keyboard shortcuts', group, keys: ['?'], icon: <Keyboard />, run: () => open('keys') },
    { id: 'help', label: 'Help', group, icon: <CircleHelp />, run: openHelp },
    { id: 'check-signature', label: 'Check a pasted signature', group, icon: <FileKey />, run: openSignatureCheck },
    { id: 'sound', label: sound, group, icon: <Volume2 />, run: notices.toggleSound },
    { id: 'desktop', label: desktop, group, icon: <Bell />, run: notices.toggleDesktop },
    { id: 'theme', label: 'Switch between light and dark', group, icon: <MoonStar />, run: toggleTheme },
  ]
}

function copied(text: string, done: string): void {
  copyText(text).then(
    () => toast.success(done),
    () => toast.error('Could not copy.'),
  )
}
