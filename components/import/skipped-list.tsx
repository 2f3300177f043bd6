'use client'

import type { FieldError } from '#lib/core/errors'
import { formatCount } from '../format'

const SHOWN = 100

/** Which entries of a file are not imported, and why. */
export function SkippedList({ count, skipped }: { count: number; skipped: readonly FieldError[] }) {
  if (count === 0) return null
  const shown = skipped.slice(0, SHOWN)
  return (
    <section>
      <h3 className="mb-1.5 text-sm font-semibold">
        {formatCount(count)} left out{shown.length < count && `, of which the first ${shown.length}:`}
      </h3>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label="Left out"
        className="scroll-thin max-h-48 overflow-y-auto rounded-lg border border-line bg-sunken px-3 py-2 text-xs"
      >
        {shown.map(({ path, message }) => (
          <li key={path} className="py-0.5 break-words">
            <span className="font-mono text-muted">{path}</span> {message}
          </li>
        ))}
      </ul>
    </section>
  )
}
