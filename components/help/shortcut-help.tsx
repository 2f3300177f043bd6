import { HelpTable } from './help-table'

/** The keys of a bin's page; a test compares them with the page's own list. */
export const SHORTCUTS = [
  ['j  k', 'Next and previous request'],
  ['/', 'Filter'],
  ['x  Shift+X', 'Select the open request; select all loaded'],
  ['g', 'Group retries'],
  ['r  Shift+R', 'Resend; resend to the last target'],
  ['c', 'Copy as curl'],
  ['v', 'Compare with the previous similar request'],
  ['n  p', 'Add a note; pin'],
  ['d', 'Delete, with Undo'],
  ['Escape', 'Close'],
  ['u', 'Copy the capture URL'],
  ['e', 'Edit response'],
  ['t', 'Show the timeline'],
  ['Ctrl+K or ⌘K', 'All actions'],
  ['?', 'Keyboard shortcuts'],
] as const

export function ShortcutHelp() {
  return (
    <>
      <p>
        Press <kbd>?</kbd> in a bin to see them, and to turn off single-key shortcuts.
      </p>
      <HelpTable label="Keys and actions" head={['Key', 'Action']} rows={SHORTCUTS} />
    </>
  )
}
