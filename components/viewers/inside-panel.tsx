'use client'

import { Suspense, use } from 'react'
import type { Inside } from '#lib/formats/inside'
import { Skeleton } from '../ui/skeleton'
import { NestedBody } from './nested-body'
import type { Opened } from './use-insides'

/** The content of a value, opened in place below its row. */
export function InsidePanel({ opened }: { opened: Opened }) {
  return (
    <section
      aria-label={opened instanceof Promise ? 'Inside' : `Inside, ${opened.label}`}
      className="py-1 pr-2 pl-6"
      onContextMenu={(event) => event.stopPropagation()} // not for the outer value
    >
      <div className="rounded-md border border-line bg-sunken py-2">
        <Suspense fallback={<Skeleton className="mx-4 h-40" />}>
          {opened instanceof Promise ? <OpenedElsewhere opened={opened} /> : <Content inside={opened} />}
        </Suspense>
      </div>
    </section>
  )
}

function OpenedElsewhere({ opened }: { opened: Promise<Inside | null> }) {
  const inside = use(opened)
  if (inside === null) return <p className="px-4 text-sm text-muted">This value could not be opened. Download the body.</p>
  return <Content inside={inside} />
}

function Content({ inside }: { inside: Inside }) {
  return (
    <>
      <p className="px-4 pb-1 text-2xs text-muted">Inside, {inside.label}</p>
      <NestedBody source={inside.bytes} contentType={inside.contentType} />
    </>
  )
}
