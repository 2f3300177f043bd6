'use client'

import { Download } from 'lucide-react'
import { useMemo, useState } from 'react'
import { headerValue } from '#lib/core/headers'
import { type Multipart, type Part, partBody } from '#lib/formats/multipart-parts'
import { Button } from '../ui/button'
import { Captured } from '../ui/captured'
import { formatBytes } from '../ui/format'
import { BlobDownload } from './blob-download'
import { NestedBody } from './nested-body'

/** How many parts are shown at first, and added by each "Show more". */
const STEP = 20

/** The parts of a multipart body, in order, with their headers as sent. The same viewers show their contents. */
export default function PartsView({ multipart, bytes, fill }: { multipart: Multipart; bytes: Uint8Array; fill: boolean }) {
  const { parts } = multipart
  const [count, setCount] = useState(STEP)
  return (
    <ol
      aria-label="Parts"
      className={fill ? 'min-h-0 flex-1 scroll-thin space-y-3 overflow-auto px-4 py-2' : 'space-y-3 px-4 py-2'}
    >
      {parts.slice(0, count).map((part, i) => (
        <li key={part.start} className="rounded-md border border-line">
          <PartCard part={part} bytes={bytes} place={i + 1} />
        </li>
      ))}
      {count < parts.length && (
        <li>
          <Button size="sm" onClick={() => setCount(count + STEP)}>
            Show {Math.min(STEP, parts.length - count)} more of {parts.length}
          </Button>
        </li>
      )}
    </ol>
  )
}

function PartCard({ part, bytes, place }: { part: Part; bytes: Uint8Array; place: number }) {
  const body = useMemo(() => partBody(bytes, part), [bytes, part])
  const contentType = headerValue(part.headers, 'content-type')
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-4 py-1.5">
        <h3 className="min-w-0 truncate text-sm font-medium">
          <Captured text={part.name ?? `Part ${place}`} />
        </h3>
        {part.fileName !== null && (
          <span className="min-w-0 truncate font-mono text-xs text-muted">
            <Captured text={part.fileName} />
          </span>
        )}
        <span className="ml-auto shrink-0 text-2xs text-muted tabular-nums">{formatBytes(body.length)}</span>
        <BlobDownload bytes={body} mediaType="application/octet-stream" fileName={part.fileName ?? part.name ?? `part-${place}`}>
          <Download aria-hidden className="size-4" />
          Download
        </BlobDownload>
      </div>
      <dl className="px-4 pt-1.5 font-mono text-xs">
        {part.headers.map(([name, value], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header may repeat
          <div key={i} className="flex gap-2">
            <dt className="shrink-0 text-code-key">
              <Captured text={name} />:
            </dt>
            <dd className="min-w-0 break-all text-ink">
              <Captured text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="pb-1.5">
        <NestedBody source={body} contentType={contentType} />
      </div>
    </>
  )
}
