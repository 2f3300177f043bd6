'use client'

import { lazy, Suspense, useState } from 'react'
import type { Inside } from '#lib/viewers/inside'
import type { ViewerKind } from '#lib/viewers/kinds'
import { Skeleton } from '../ui/skeleton'

// The whole view again, by the same registry; lazy because it holds this one.
const BodyView = lazy(() => import('./body-view'))

/** What a value holds, opened in place below its row. */
export function InsidePanel({ inside }: { inside: Inside }) {
  const [choice, setChoice] = useState<ViewerKind | null>(null)
  return (
    <section
      aria-label={`Inside, ${inside.label}`}
      className="py-1 pr-2 pl-6"
      onContextMenu={(event) => event.stopPropagation()} // not meant for the value around it
    >
      <div className="rounded-md border border-line bg-sunken py-2">
        <p className="px-4 pb-1 text-2xs text-muted">Inside, {inside.label}</p>
        <Suspense fallback={<Skeleton className="mx-4 h-16" />}>
          <BodyView nested bytes={inside.bytes} contentType={inside.contentType} choice={choice} onChoice={setChoice} />
        </Suspense>
      </div>
    </section>
  )
}
