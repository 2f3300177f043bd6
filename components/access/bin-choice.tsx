'use client'

import { LIMITS } from '#lib/core/limits'
import { Segmented } from '../ui/segmented'
import type { KeyBin } from './use-keys'

type Props = {
  bins: readonly KeyBin[]
  /** Ids of the selected bins; null: all bins, including later ones. */
  chosen: readonly string[] | null
  onChange: (chosen: readonly string[] | null) => void
}

/** Which bins a read-only key shows. */
export function BinChoice({ bins, chosen, onChange }: Props) {
  const full = chosen !== null && chosen.length >= LIMITS.binsPerKeyMax
  const toggle = (id: string, on: boolean) => onChange([...(chosen ?? []).filter((each) => each !== id), ...(on ? [id] : [])])
  return (
    <div className="w-full">
      <Segmented
        label="Bins"
        options={[
          { id: 'all', label: 'All bins' },
          { id: 'some', label: 'Selected bins' },
        ]}
        value={chosen === null ? 'all' : 'some'}
        onChange={(which) => onChange(which === 'all' ? null : [])}
      />
      {chosen && (
        <fieldset
          aria-label="Bins that the key can view"
          className="scroll-thin mt-2 max-h-44 overflow-y-auto rounded-md border border-line"
        >
          {bins.map(({ id, name }) => (
            <label key={id} className="flex min-h-9 cursor-pointer items-center gap-2.5 px-3 py-1 hover:bg-hover">
              <input
                type="checkbox"
                className="accent-(--accent)"
                checked={chosen.includes(id)}
                disabled={full && !chosen.includes(id)}
                onChange={(event) => toggle(id, event.target.checked)}
              />
              <span className="min-w-0 flex-1 truncate">
                {name ?? 'Unnamed bin'} <span className="font-mono text-xs text-muted">{id}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
