'use client'

import type { ReactNode } from 'react'
import type { Capture, CaptureSignature, CaptureSummary, Sender } from '#lib/core/capture'
import { queryPairs } from '#lib/core/query-pairs'
import type { Reply, ReplyBy } from '#lib/core/reply'
import { VerdictBadge } from '../signatures/verdict-badge'
import { Captured } from '../ui/captured'
import { CopyButton, CopyIconButton } from '../ui/copy-button'
import { formatBytes, formatCount, formatMs } from '../ui/format'
import { PairTable } from '../ui/pair-table'
import { REFUSAL_TEXT } from '../ui/refusal-text'
import { Age, ExactTime } from '../ui/time'

type StripProps = {
  capture: CaptureSummary
  /** From the list, because it can change while the request is open. */
  signature: CaptureSignature | null
  /** Opens the explanation. */
  onSignature: () => void
}

/** Where it came from, when, how large it is, and whether its signature is valid: always visible above the tabs. */
export function OverviewStrip({ capture, signature, onSignature }: StripProps) {
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
        <Fact label="Type">
          <Captured text={capture.contentType ?? 'none'} />
        </Fact>
        <Fact label="Size">{formatBytes(capture.bodySize)}</Fact>
        {signature && (
          <Fact label="Signature">
            <button
              type="button"
              onClick={onSignature}
              className="touch-target -my-1 inline-flex min-h-6 items-center rounded-sm hover:underline"
            >
              <VerdictBadge signature={signature} />
            </button>
          </Fact>
        )}
        {capture.reply?.gate && (
          <Fact label="Refused (401)">
            <span className="text-danger">{REFUSAL_TEXT[capture.reply.gate]}</span>
          </Fact>
        )}
      </dl>
    </div>
  )
}

/** `GitHub  release.edited  octo/repo, by ada`; for an unknown sender, the event alone. */
function SenderLine({ sender: { label, event, summary } }: { sender: Sender }) {
  return (
    <p className="mb-1.5 flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm">
      {label && <span className="shrink-0 font-medium">{label}</span>}
      {event && (
        <span className="min-w-0 wrap-anywhere rounded bg-accent-soft px-1.5 font-mono text-xs leading-5 text-accent-text">
          <Captured text={event} />
        </span>
      )}
      {summary && (
        <span className="min-w-0 wrap-anywhere text-muted">
          <Captured text={summary} />
        </span>
      )}
    </p>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-faint">{label}</dt>
      <dd className="min-w-0 wrap-anywhere text-muted">{children}</dd>
    </div>
  )
}

/** Everything known besides headers, query and body. */
export function OverviewTable({
  capture,
  reply,
}: {
  capture: Capture /** From the list, because it may arrive while the request is open. */
  reply: Reply | null
}) {
  return (
    <dl className="pb-6 text-xs">
      <Line label="Request target" copy={capture.url}>
        <Captured text={capture.url} />
      </Line>
      <Line label="Method">{capture.method}</Line>
      <Line label="HTTP version">{capture.httpVersion}</Line>
      <Line label="Received">
        <ExactTime iso={capture.receivedAt} />
      </Line>
      <Line label="Body received in">{formatMs(capture.durationMs)}</Line>
      {reply && <Line label="Response">{responseText(reply)}</Line>}
      <Line label="From">{capture.remoteAddress}</Line>
      <Line label="User agent">
        <Captured text={capture.userAgent ?? 'none'} />
      </Line>
      <Line label="Content type">
        <Captured text={capture.contentType ?? 'none'} />
      </Line>
      <Line label="Body size">
        {formatCount(capture.bodySize)} bytes
        {capture.truncated && (capture.aborted ? ', aborted' : ', of which only the first are stored')}
      </Line>
      <Line label="Body SHA-256" copy={capture.bodySha256 ?? undefined}>
        {capture.bodySha256 ?? 'hidden by this link'}
      </Line>
      <Line label="Number in the bin">#{capture.seq}</Line>
      <Line label="Capture id" copy={capture.id}>
        {capture.id}
      </Line>
    </dl>
  )
}

const ANSWERED_BY: Readonly<Record<ReplyBy, string>> = {
  response: "the bin's response",
  preflight: 'to a CORS preflight',
  limit: 'the body was too large',
  gate: 'the request failed the requirements of this bin',
  listener: 'from the target of creel listen',
}

function responseText({ status, by, delayMs }: Reply): string {
  return `${status}, ${ANSWERED_BY[by]}${delayMs > 0 ? `, after ${formatMs(delayMs)}` : ''}`
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

/** The query parsed and decoded, and below it as it was sent. */
export function QueryTable({ query }: { query: string | null }) {
  if (query === null) return <p className="px-4 py-6 text-sm text-muted">The request had no query.</p>
  return (
    <div className="pb-6">
      <PairTable label="Query" pairs={queryPairs(query)} />
      <h3 className="px-4 pt-5 pb-1.5 text-xs font-medium text-muted">As it was sent</h3>
      <code className="mx-4 block rounded-md border border-line bg-sunken px-3 py-2 text-xs break-all">
        ?<Captured text={query} />
      </code>
      <div className="px-4 pt-2">
        <CopyButton size="sm" variant="ghost" className="-ml-2" label="Copy query" text={query} />
      </div>
    </div>
  )
}
