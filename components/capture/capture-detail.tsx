'use client'

import { ChevronLeft, Send } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { DeliverySummary } from '#lib/core/delivery'
import { useReadOnly } from '../access/page-access'
import { useLinkedDelivery } from '../deliveries/delivery-link'
import { DeliveryList } from '../deliveries/delivery-list'
import { useDeliveries } from '../deliveries/use-deliveries'
import type { ForwardStore } from '../feed/forward-store'
import { Button, IconButton } from '../ui/button'
import { Captured } from '../ui/captured'
import { CopyIconButton } from '../ui/copy-button'
import { LoadFailed } from '../ui/load-failed'
import { MethodName } from '../ui/method-and-status'
import { onDemand } from '../ui/on-demand'
import { HeadersTable } from '../ui/pair-table'
import { Skeleton } from '../ui/skeleton'
import { type Tab, Tabs } from '../ui/tabs'
import { CaptureBody } from './capture-body'
import { OverviewStrip, OverviewTable, QueryTable } from './overview'
import { RequestTools, type RequestToolsProps } from './request-tools'

const SignatureTab = onDemand(() => import('../signatures/signature-tab').then((module) => module.SignatureTab), <Loading />)

export type DetailTab = 'body' | 'headers' | 'query' | 'signature' | 'deliveries' | 'overview'

type Props = RequestToolsProps & {
  streamed: readonly DeliverySummary[]
  forwards: ForwardStore
  resendOpen: boolean
  onResend: () => void
  /** Opens the form for a secret of this bin; `scheme` is what the request seems to be signed with. */
  onAddSecret: (scheme: string | null) => void
  onClose: () => void
  /** Content between the overview and the tabs. */
  children?: ReactNode
}

/** One open request. Shows what the list knows at once, and the rest when it has loaded. */
export function CaptureDetail(props: Props) {
  const { summary, loaded, captureUrl, streamed, resendOpen, onResend, onClose, children } = props
  const [tab, setTab] = useDetailTab(summary)
  const readOnly = useReadOnly()
  const deliveries = useDeliveries(summary.binId, summary.id, streamed)
  const linkedId = useLinkedDelivery()
  useEffect(() => {
    if (linkedId) setTab('deliveries')
  }, [linkedId, setTab])
  const tabs = detailTabs(props, deliveries, linkedId)
  return (
    <article aria-label={`Request #${summary.seq}`} className="flex h-full min-h-0 flex-col bg-surface short:h-auto">
      <header className="flex shrink-0 flex-wrap items-start gap-x-1 px-4 pt-3 pb-2">
        <IconButton label="Back to the list" className="-ml-2 md:hidden" onClick={onClose}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <Target summary={summary} url={captureUrl} />
        {!readOnly && (
          <Button
            variant={resendOpen ? 'secondary' : 'primary'}
            className="ml-auto"
            aria-expanded={resendOpen}
            onClick={onResend}
          >
            <Send aria-hidden />
            Resend
          </Button>
        )}
      </header>
      <RequestTools {...props} />
      <OverviewStrip
        capture={loaded.state === 'ready' ? loaded.capture : summary}
        signature={summary.signature}
        onSignature={() => setTab('signature')}
      />
      {children}
      <WithoutScript capture={loaded.state === 'ready' ? loaded.capture : null} />
      <Tabs label="Parts of the request" tabs={tabs} value={tab} onChange={setTab} className="flex-1" />
    </article>
  )
}

/** Method and path. A long path wraps and is not truncated. */
function Target({ summary, url }: { summary: CaptureSummary; url: string }) {
  const target = `${summary.path}${summary.query === null ? '' : `?${summary.query}`}`
  const whole = `${url}${summary.path === '/' ? '' : summary.path}${summary.query === null ? '' : `?${summary.query}`}`
  return (
    <h2 className="order-last flex min-h-8 min-w-0 basis-full items-center gap-2.5 md:order-none md:basis-0 md:grow">
      <MethodName method={summary.method} className="text-sm" />
      <UrlText>{target}</UrlText>
      <CopyIconButton text={whole} label="Copy the URL" />
    </h2>
  )
}

const LONG_URL = 200

/** The whole URL. A very long one scrolls, also by keyboard. */
function UrlText({ children }: { children: string }) {
  const className = 'scroll-thin max-h-32 min-w-0 overflow-y-auto font-mono text-sm break-all text-ink short:max-h-none'
  if (children.length < LONG_URL)
    return (
      <span className={className}>
        <Captured text={children} />
      </span>
    )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <span className={className} tabIndex={0}>
      <Captured text={children} />
    </span>
  )
}

/** The default tab: the body if there is one, otherwise the query, otherwise the headers. */
function fullestTab({ bodySize, query }: CaptureSummary): DetailTab {
  if (bodySize > 0) return 'body'
  return query ? 'query' : 'headers'
}

/** Keeps the chosen tab for the next request, unless it would be empty there. */
function useDetailTab(summary: CaptureSummary) {
  const [chosen, setChosen] = useState<{ tab: DetailTab; id: string } | null>(null)
  const set = useCallback((tab: DetailTab) => setChosen({ tab, id: summary.id }), [summary.id])
  const empty = (tab: DetailTab) => (tab === 'body' && summary.bodySize === 0) || (tab === 'query' && !summary.query)
  const holds = chosen !== null && (chosen.id === summary.id || !empty(chosen.tab))
  return [holds ? chosen.tab : fullestTab(summary), set] as const
}

/** How much of a body is included for readers without JavaScript. */
const NOSCRIPT_CHARS = 16_384

/** Headers and body as plain text, because the tabs and viewers need JavaScript. */
function WithoutScript({ capture }: { capture: Capture | null }) {
  if (capture === null) return null
  const { encoding, data } = capture.body
  return (
    <noscript>
      <HeadersTable headers={capture.headers} trailers={capture.trailers} />
      {encoding === 'utf8' && (
        <pre className="px-4 pb-4 text-xs wrap-anywhere whitespace-pre-wrap">{data.slice(0, NOSCRIPT_CHARS)}</pre>
      )}
    </noscript>
  )
}

function detailTabs(
  { summary, loaded, forwards, onResend, onAddSecret }: Props,
  deliveries: ReturnType<typeof useDeliveries>,
  linkedId: string | null,
): Tab<DetailTab>[] {
  const capture = loaded.state === 'ready' ? loaded.capture : null
  const rest =
    loaded.state === 'failed' ? (
      <LoadFailed why={loaded.why} onRetry={loaded.retry ?? undefined} className="px-4 py-6" />
    ) : (
      <Loading />
    )
  return [
    { id: 'body', label: 'Body', fills: true, content: capture ? <CaptureBody key={capture.id} capture={capture} /> : rest },
    {
      id: 'headers',
      label: 'Headers',
      count: capture?.headers.length,
      content: capture ? <HeadersTable headers={capture.headers} trailers={capture.trailers} /> : rest,
    },
    { id: 'query', label: 'Query', content: <QueryTable query={summary.query} /> },
    {
      id: 'signature',
      label: 'Signature',
      content: capture ? (
        <SignatureTab key={capture.id} capture={capture} verdict={summary.signature} onAddSecret={onAddSecret} />
      ) : (
        rest
      ),
    },
    {
      id: 'deliveries',
      label: 'Deliveries',
      count: deliveries.deliveries?.length || undefined,
      content: <DeliveryList capture={summary} loaded={deliveries} forwards={forwards} linkedId={linkedId} onResend={onResend} />,
    },
    { id: 'overview', label: 'Overview', content: capture ? <OverviewTable capture={capture} reply={summary.reply} /> : rest },
  ]
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2 p-4">
      <Skeleton className="h-4 w-2/5" />
      <Skeleton className="h-4 w-3/5" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  )
}
