'use client'

import { TriangleAlert } from 'lucide-react'
import type { Forward } from '#lib/core/forward/forward'
import { visibleText } from '#lib/core/visible-text'
import type { ForwardStore } from '../feed/forward-store'
import { useForwards } from '../feed/use-forwards'
import { Button } from '../ui/button'
import { isFailing, undeliveredText } from './forward-trouble'

/** Reports what forwards gave up on and targets that fail; nothing if all is well. A click shows the forwards. */
export function ForwardsBadge({ store, onClick }: { store: ForwardStore; onClick: () => void }) {
  const { list } = useForwards(store)
  const trouble = troubleText(list ?? [])
  if (trouble === null) return null
  return (
    <Button
      variant="ghost"
      size="sm"
      className="h-8 px-2 text-danger!"
      aria-label={`Forwards: ${trouble.whole}`}
      title={trouble.whole}
      onClick={onClick}
    >
      <TriangleAlert aria-hidden />
      <span className="hidden whitespace-nowrap tabular-nums sm:inline">{trouble.short}</span>
    </Button>
  )
}

/** null: nothing needs attention. */
function troubleText(forwards: readonly Forward[]): { short: string; whole: string } | null {
  const failing = forwards.filter(isFailing)
  const dead = forwards.reduce((sum, forward) => sum + forward.dead, 0)
  const undelivered = dead > 0 ? undeliveredText(dead) : null
  if (failing.length === 0)
    return undelivered === null ? null : { short: undelivered, whole: `${undelivered} and no longer retried` }
  const names = failing.map(({ name }) => visibleText(name)).join(', ')
  const whole = [`Target failing: ${names}`, undelivered].filter(Boolean).join('; ')
  return { short: undelivered ?? 'Target failing', whole }
}
