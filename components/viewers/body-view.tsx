'use client'

import { Download, PackageOpen } from 'lucide-react'
import { type ReactNode, Suspense, useState } from 'react'
import type { Layer } from '#lib/formats/decode-content'
import type { ShownBody } from '#lib/formats/show-body'
import { Button, IconButton } from '../ui/button'
import { cx } from '../ui/cx'
import { formatBytes } from '../ui/format'
import { Skeleton } from '../ui/skeleton'
import { sourceSize } from './body-source'
import { type BodyViewProps, BodyViewProvider } from './nested-body'
import { ShownView } from './shown-view'
import { type Showing, useShownBody } from './use-shown-body'
import { ViewerMenu } from './viewer-menu'

/** A body in the guessed format, or in the one that the reader chose. */
export default function BodyView(props: BodyViewProps) {
  const {
    source,
    contentType,
    contentEncoding = null,
    truncated = false,
    choice,
    remembered = false,
    onChoice,
    nested = false,
  } = props
  const [unpack, setUnpack] = useState(true)
  const showing = useShownBody(source, { contentType, contentEncoding, truncated, choice, remembered, unpack })
  const shown = showing.state === 'ready' ? showing.shown : null
  const layers = shown?.layers ?? []
  if (sourceSize(source) === 0) return <p className="px-4 py-6 text-sm text-muted">There is no body.</p>
  return (
    <div className={cx('flex flex-col', !nested && 'h-full min-h-0')}>
      <div className="flex shrink-0 flex-wrap items-center gap-x-2 px-4 pt-2 pb-1">
        <ViewerMenu shown={shown?.kind ?? choice} choice={choice} fitting={shown?.fitting ?? []} onChoice={onChoice} />
        {layers.length > 0 ? (
          <Layers layers={layers} />
        ) : (
          <span className="text-2xs text-muted tabular-nums">{formatBytes(sourceSize(source))}</span>
        )}
        {(!unpack || layers.length > 0) && (
          <IconButton
            label={unpack ? 'Show compressed, as sent' : 'Decompress'}
            pressed={unpack}
            className="size-7"
            onClick={() => setUnpack(!unpack)}
          >
            <PackageOpen aria-hidden />
          </IconButton>
        )}
        <span className="ml-auto flex items-center gap-0.5">
          {props.aside}
          {props.downloadUrl != null && <DownloadLink url={props.downloadUrl} />}
        </span>
      </div>
      {shown !== null && <Notes shown={shown} />}
      <Content showing={showing} fill={!nested} />
    </div>
  )
}

function DownloadLink({ url }: { url: string }) {
  return (
    <a
      href={url}
      download
      aria-label="Download the body"
      title="Download the body"
      className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
    >
      <Download aria-hidden className="size-4" />
    </a>
  )
}

/** `gzip 1.2 KB → 8.4 KB`. */
function Layers({ layers }: { layers: readonly Layer[] }) {
  return layers.map(({ coding, sizeBefore, sizeAfter, problem }, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: layers have no key but their order
    <span key={i} className="text-2xs text-muted tabular-nums">
      {coding} {formatBytes(sizeBefore)} → {formatBytes(sizeAfter)}
      {problem !== null && <span className="text-warn"> ({problem})</span>}
    </span>
  ))
}

function Notes({ shown }: { shown: ShownBody }) {
  if (shown.notes.length === 0) return null
  return (
    <ul aria-label="Notes on the body" className="shrink-0 px-4 pb-1.5">
      {shown.notes.map((note) => (
        <li key={note} className="text-xs text-warn">
          {note}
        </li>
      ))}
    </ul>
  )
}

function Content({ showing, fill }: { showing: Showing; fill: boolean }) {
  if (showing.state === 'working') return <Working {...showing} />
  if (showing.state === 'stopped') return <Ended again={showing.again}>Stopped. Hex and Text load fastest.</Ended>
  if (showing.state === 'failed') return <Ended again={showing.again}>{showing.why}</Ended>
  const { shown } = showing
  if (shown.view === null) return <Plain>{`This cannot be shown as chosen: ${shown.failed}.`}</Plain>
  return (
    <BodyViewProvider value={BodyView}>
      <Suspense fallback={<Loading />}>
        <ShownView view={shown.view} shown={shown} fill={fill} />
      </Suspense>
    </BodyViewProvider>
  )
}

function Plain({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="px-4 py-4 text-sm text-muted">
      {children}
    </p>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2 px-4 py-2">
      <Skeleton className="h-4 w-2/5" />
      <Skeleton className="h-4 w-3/5" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  )
}

function Ended({ again, children }: { again: () => void; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 py-4">
      <p role="status" className="text-sm text-muted">
        {children}
      </p>
      <Button size="sm" onClick={again}>
        Try again
      </Button>
    </div>
  )
}

/** Smaller bodies load before anyone could read a progress bar. */
const BAR_BYTES = 2_097_152

function Working({ step, done, total, stop }: Extract<Showing, { state: 'working' }>) {
  if (total < BAR_BYTES) return <Loading />
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 py-4 text-sm text-muted">
      <progress
        aria-label={step === 'loading' ? 'Loading the body' : 'Reading the body'}
        value={done}
        max={total}
        className="h-1.5 w-48 accent-accent"
      />
      <span className="min-w-44 tabular-nums">
        {step === 'loading' ? `${formatBytes(done)} of ${formatBytes(total)}` : `Reading, ${Math.floor((done / total) * 100)} %`}
      </span>
      <Button size="sm" onClick={stop}>
        Stop
      </Button>
    </div>
  )
}
