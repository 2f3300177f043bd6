'use client'

import { Suspense, use } from 'react'
import type { EmbeddedBody } from '#lib/formats/embedded-body'
import { Skeleton } from '../ui/skeleton'
import { NestedBody } from './nested-body'
import type { Opened } from './use-embedded'

/** The content of a value, opened in place below its row. */
export function EmbeddedPanel({ opened }: { opened: Opened }) {
  return (
    <section
      aria-label={opened instanceof Promise ? 'Inside' : `Inside, ${opened.label}`}
      className="py-1 pr-2 pl-6"
      onContextMenu={(event) => event.stopPropagation()} // not for the outer value
    >
      <div className="rounded-md border border-line bg-sunken py-2">
        <Suspense fallback={<Skeleton className="mx-4 h-40" />}>
          {opened instanceof Promise ? <OpenedInWorker opened={opened} /> : <Content embedded={opened} />}
        </Suspense>
      </div>
    </section>
  )
}

function OpenedInWorker({ opened }: { opened: Promise<EmbeddedBody | null> }) {
  const embedded = use(opened)
  if (embedded === null) return <p className="px-4 text-sm text-muted">This value could not be opened. Download the body.</p>
  return <Content embedded={embedded} />
}

function Content({ embedded }: { embedded: EmbeddedBody }) {
  return (
    <>
      <p className="px-4 pb-1 text-2xs text-muted">Inside, {embedded.label}</p>
      <NestedBody source={embedded.bytes} contentType={embedded.contentType} />
    </>
  )
}
