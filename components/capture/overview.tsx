'use client'

import type { ReactNode } from 'react'
import type { Capture, CaptureSummary, Sender } from '#lib/core/capture'
import { formatBytes, formatCount, formatMs } from '../format'
import { CopyIconButton } from '../ui/copy-button'
import { Age, ExactTime } from '../ui/time'

/** Where it came from, when, and how large: always in sight above the tabs. */
export function OverviewStrip({ capture }: { capture: CaptureSummary }) {
  return (
    <div className="shrink-0 px-4 pb-3">
      {capture.sender && <SenderLine sender={capture.sender} />}
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
        <Fact label="Received">
          <ExactTime iso={capture.receivedAt} show="clock" className="tabular-nums" />
          <span className="text-faint">
            {' · '}
            <Age iso={capture.receivedAt} suffix=" ago" />
          </span>
        </Fact>
        <Fact label="From">{capture.remoteAddress}</Fact>
        <Fact label="Type">{capture.contentType ?? 'none'}</Fact>
        <Fact label="Size">{formatBytes(capture.bodySize)}</Fact>
      </dl>
    </div>
  )
}

/** `GitHub  release.edited  octo/repo, by ada`. */
function SenderLine({ sender: { label, event, summary } }: { sender: Sender }) {
  return (
    <p className="mb-1.5 flex min-w-0 items-baseline gap-2 text-sm">
      <span className="shrink-0 font-medium">{label}</span>
      {event && (
        <span
          title={event}
          className="max-w-3/5 shrink-0 truncate rounded bg-accent-soft px-1.5 font-mono text-xs leading-5 text-accent-text"
        >
          {event}
        </span>
      )}
      {summary && <span className="truncate text-muted">{summary}</span>}
    </p>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-faint">{label}</dt>
      <dd className="min-w-0 truncate text-muted">{children}</dd>
    </div>
  )
}

/** All that is known besides headers, query and body. */
export function OverviewTable({ capture }: { capture: Capture }) {
  return (
    <dl className="pb-6 text-xs">
      <Line label="Request target" copy={capture.url}>
        {capture.url}
      </Line>
      <Line label="Method">{capture.method}</Line>
      <Line label="HTTP version">{capture.httpVersion}</Line>
      <Line label="Received">
        <ExactTime iso={capture.receivedAt} />
      </Line>
      <Line label="Body took">{formatMs(capture.durationMs)}</Line>
      <Line label="From">{capture.remoteAddress}</Line>
      <Line label="User agent">{capture.userAgent ?? 'none'}</Line>
      <Line label="Content type">{capture.contentType ?? 'none'}</Line>
      <Line label="Body size">
        {formatCount(capture.bodySize)} bytes{capture.truncated && ', of which the first are kept'}
      </Line>
      <Line label="Body SHA-256" copy={capture.bodySha256}>
        {capture.bodySha256}
      </Line>
      <Line label="Number in the bin">#{capture.seq}</Line>
      <Line label="Capture id" copy={capture.id}>
        {capture.id}
      </Line>
    </dl>
  )
}

function Line({ label, copy, children }: { label: string; copy?: string; children: ReactNode }) {
  return (
    <div className="group relative grid gap-x-4 border-b border-line/60 px-4 py-1.5 last:border-b-0 hover:bg-hover sm:grid-cols-[minmax(7rem,13rem)_minmax(0,1fr)]">
      <dt className="text-muted">{label}</dt>
      <dd className="pr-8 font-mono break-all text-ink">
        {children}
        {copy !== undefined && (
          <CopyIconButton
            text={copy}
            label={`Copy ${label.toLowerCase()}`}
            className="absolute top-0.5 right-2 size-6.5 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-100"
          />
        )}
      </dd>
    </div>
  )
}
