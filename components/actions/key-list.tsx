'use client'

import { type Action, isMac, shownKey } from '../ui/action'
import { Dialog } from '../ui/dialog'
import { useHydrated } from '../ui/time'
import { useShortcutsOn } from './shortcuts'

const GROUPS: readonly Action['group'][] = ['List', 'Request', 'Bin', 'Page']

/** The keyboard shortcuts of this page, and the switch for single-key shortcuts. */
export function KeyList({ actions, onOpenChange }: { actions: readonly Action[]; onOpenChange: (open: boolean) => void }) {
  const [on, setOn] = useShortcutsOn()
  return (
    <Dialog open onOpenChange={onOpenChange} title="Keyboard shortcuts" className="sm:max-w-2xl">
      <label className="mb-5 flex min-h-8 w-fit cursor-pointer items-center gap-2.5 text-sm">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => setOn(event.target.checked)}
          className="size-4 accent-(--accent)"
        />
        <span>
          Single-key shortcuts
          <span className="block text-xs text-muted">
            {on
              ? 'Letters and symbols trigger actions outside of fields.'
              : 'Off. Only shortcuts with Ctrl or ⌘, and Escape, work.'}
          </span>
        </span>
      </label>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls, so the keyboard must reach it */}
      <section aria-label="All shortcuts" tabIndex={0} className="grid gap-x-10 gap-y-6 rounded-md sm:grid-cols-2">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className="mb-1.5 text-xs font-medium text-faint">{group}</h3>
            <dl>
              {actions
                .filter(({ keys, group: own }) => own === group && keys)
                .map(({ id, label, keys }) => (
                  <div key={id} className="flex items-center justify-between gap-4 border-b border-line/60 py-1.5 text-sm">
                    <dt>{label}</dt>
                    <dd className="flex gap-1">
                      {keys!.map((key) => (
                        <Key key={key} name={key} works={on || key.startsWith('Mod+') || key === 'Escape'} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  )
}

function Key({ name, works }: { name: string; works: boolean }) {
  const mac = useHydrated() && isMac()
  const text = shownKey(name, mac)
  return (
    <kbd className="min-w-6 rounded border border-line-strong px-1.5 text-center text-2xs leading-5 text-muted">
      {works ? text : <s>{text}</s>}
    </kbd>
  )
}
