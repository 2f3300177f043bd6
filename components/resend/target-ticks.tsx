'use client'

import { BookmarkPlus, Settings2 } from 'lucide-react'
import { completeUrl } from '#lib/core/complete-url'
import { visibleText } from '#lib/core/visible-text'
import { Button } from '../ui/button'
import { Captured } from '../ui/captured'
import type { TargetChoice } from './known-targets'
import { SAVED_TARGETS_MAX, type SavedTarget, urlFault } from './target'

type Props = {
  saved: readonly SavedTarget[]
  choice: TargetChoice
  onChoice: (choice: TargetChoice) => void
  /** Opens the target manager. `url` is saved as a new target unless empty. */
  onManage: (url: string) => void
}

/** The saved targets, each with a checkbox. A typed URL can be saved as a new one. */
export function TargetTicks({ saved, choice, onChoice, onManage }: Props) {
  const typed = completeUrl(choice.typed)
  const isNew = urlFault(typed) === null && !saved.some(({ url }) => url === typed)
  const tick = (id: string, on: boolean) => {
    const others = choice.savedIds.filter((each) => each !== id && saved.some((target) => target.id === each))
    onChoice({ ...choice, savedIds: on ? [...others, id] : others })
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="sr-only">Saved targets</legend>
      {saved.length > 0 && (
        <ul className="scroll-thin flex max-h-44 flex-col overflow-y-auto rounded-md border border-line">
          {saved.map((target) => (
            <li key={target.id} className="border-b border-line/60 last:border-b-0">
              <TargetTick target={target} on={choice.savedIds.includes(target.id)} onTick={(on) => tick(target.id, on)} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-1">
        {isNew && saved.length < SAVED_TARGETS_MAX && (
          <Button variant="ghost" size="sm" onClick={() => onManage(typed)}>
            <BookmarkPlus aria-hidden />
            Save this target
          </Button>
        )}
        <Button variant="ghost" size="sm" onClick={() => onManage('')}>
          <Settings2 aria-hidden />
          {saved.length === 0 ? 'Saved targets' : 'Manage targets'}
        </Button>
      </div>
    </fieldset>
  )
}

type TickProps = { target: SavedTarget; on: boolean; onTick: (on: boolean) => void }

function TargetTick({ target: { name, url, headerChanges }, on, onTick }: TickProps) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2.5 px-2.5 py-1 text-xs hover:bg-hover">
      <input
        type="checkbox"
        className="size-3.5 shrink-0 accent-(--accent)"
        checked={on}
        onChange={(event) => onTick(event.target.checked)}
      />
      <span className="max-w-[45%] shrink-0 truncate font-medium">
        <Captured text={name} />
      </span>
      <span className="min-w-0 flex-1 truncate font-mono text-muted" title={visibleText(url)}>
        <Captured text={url} />
      </span>
      {headerChanges.length > 0 && (
        <span className="shrink-0 text-2xs text-faint">
          {headerChanges.length} {headerChanges.length === 1 ? 'header' : 'headers'}
        </span>
      )}
    </label>
  )
}
