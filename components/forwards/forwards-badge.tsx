'use client'

import { TriangleAlert } from 'lucide-react'
import type { Forward } from '#lib/core/forward/forward'
import { visibleText } from '#lib/core/visible-text'
import type { ForwardStore } from '../feed/forward-store'
import { useForwards } from '../feed/use-forwards'
import { Button } from '../ui/button'
import { formatCount } from '../ui/format'
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
      <span className="whitespace-nowrap tabular-nums">
        {trouble.count}
        <span className="hidden sm:inline">{trouble.text}</span>
      </span>
    </Button>
  )
}

/** `count` fits on a phone, where `text` does not. */
type Trouble = { count: string; text: string; whole: string }

/** null: nothing needs attention. */
function troubleText(forwards: readonly Forward[]): Trouble | null {
  const failing = forwards.filter(isFailing)
  const dead = forwards.reduce((sum, forward) => sum + forward.dead, 0)
  const counted = { count: dead > 0 ? formatCount(dead) : '', text: dead > 0 ? ' not delivered' : 'Target failing' }
  if (failing.length === 0) return dead > 0 ? { ...counted, whole: `${undeliveredText(dead)} and no longer retried` } : null
  const names = failing.map(({ name }) => visibleText(name)).join(', ')
  return { ...counted, whole: [`Target failing: ${names}`, ...(dead > 0 ? [undeliveredText(dead)] : [])].join('; ') }
}
