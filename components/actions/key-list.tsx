'use client'

import { Dialog } from '../ui/dialog'
import { useHydrated } from '../ui/time'
import { type Action, isMac, shownKey } from './action'

const GROUPS: readonly Action['group'][] = ['List', 'Request', 'Bin', 'Page']

/** The keys of this page. */
export function KeyList({ actions, onOpenChange }: { actions: readonly Action[]; onOpenChange: (open: boolean) => void }) {
  const mac = useHydrated() && isMac()
  return (
    <Dialog open onOpenChange={onOpenChange} title="Keys" className="sm:max-w-2xl">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls, so the keyboard must reach it */}
      <section aria-label="All keys" tabIndex={0} className="grid gap-x-10 gap-y-6 rounded-md sm:grid-cols-2">
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
                        <kbd
                          key={key}
                          className="min-w-6 rounded border border-line-strong px-1.5 text-center text-2xs leading-5 text-muted"
                        >
                          {shownKey(key, mac)}
                        </kbd>
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
