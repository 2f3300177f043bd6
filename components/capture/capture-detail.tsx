'use client'

import { ChevronLeft, Pin, PinOff, Send, SquareTerminal, StickyNote, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useEffect, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import type { DeliverySummary } from '#lib/core/delivery'
import type { LoadedCapture } from '../bin/use-capture'
import { BodyView } from '../body/body-view'
import { useReadOnly } from '../share/access'
import { Button, IconButton } from '../ui/button'
import { CopyIconButton } from '../ui/copy-button'
import { Menu } from '../ui/menu'
import { MethodName } from '../ui/method-name'
import { Skeleton } from '../ui/skeleton'
import { type Tab, Tabs } from '../ui/tabs'
import { useLinkedDelivery } from './delivery-link'
import { DeliveryList } from './delivery-list'
import { HeadersTable } from './headers-table'
import { OverviewStrip, OverviewTable } from './overview'
import { QueryTable } from './query-table'
import { useDeliveries } from './use-deliveries'

const CopyAsItems = dynamic(() => import('../export/copy-as-items').then((module) => module.CopyAsItems))

export type DetailTab = 'body' | 'headers' | 'query' | 'deliveries' | 'overview'

type Props = {
  summary: CaptureSummary
  loaded: LoadedCapture
  captureUrl: string
  streamed: readonly DeliverySummary[]
  resendOpen: boolean
  onResend: () => void
  onPin: (pinned: boolean) => void
  onNote: () => void
  onDelete: () => void
  onClose: () => void
  /** Between what is always in sight and the tabs. */
  children?: ReactNode
}

/** One capture taken apart. What the list knows shows at once; the rest when it is here. */
export function CaptureDetail(props: Props) {
  const { summary, loaded, captureUrl, streamed, resendOpen, onResend, onPin, onNote, onDelete, onClose, children } = props
  const [tab, setTab] = useState<DetailTab>('body')
  const readOnly = useReadOnly()
  const deliveries = useDeliveries(summary.binId, summary.id, streamed)
  const linkedId = useLinkedDelivery()
  useEffect(() => {
    if (linkedId) setTab('deliveries')
  }, [linkedId])
  const tabs = detailTabs(summary, loaded, deliveries, linkedId, onResend)
  return (
    <article aria-label={`Request #${summary.seq}`} className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex shrink-0 flex-wrap items-start gap-x-1 px-4 pt-3 pb-2">
        <IconButton label="Back to the list" className="-ml-2 md:hidden" onClick={onClose}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <Target summary={summary} url={captureUrl} />
        <div className="ml-auto flex shrink-0 items-center gap-0.5">
          {!readOnly && (
            <IconButton label={summary.note === null ? 'Write a note' : 'Change the note'} onClick={onNote}>
              <StickyNote aria-hidden />
            </IconButton>
          )}
          {!readOnly && (
            <IconButton label={summary.pinned ? 'Unpin' : 'Pin'} pressed={summary.pinned} onClick={() => onPin(!summary.pinned)}>
              {summary.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
            </IconButton>
          )}
          {loaded.state === 'ready' && (
            <Menu
              trigger={
                <IconButton label="Copy as…">
                  <SquareTerminal aria-hidden />
                </IconButton>
              }
            >
              <CopyAsItems capture={loaded.capture} captureUrl={captureUrl} />
            </Menu>
          )}
          {!readOnly && (
            <>
              <IconButton label="Delete" onClick={onDelete}>
                <Trash2 aria-hidden />
              </IconButton>
              <Button
                variant={resendOpen ? 'secondary' : 'primary'}
                className="ml-1.5"
                aria-expanded={resendOpen}
                onClick={onResend}
              >
                <Send aria-hidden />
                Resend
              </Button>
            </>
          )}
        </div>
      </header>
      <OverviewStrip capture={loaded.state === 'ready' ? loaded.capture : summary} />
      {children}
      <Tabs label="Parts of the request" tabs={tabs} value={tab} onChange={setTab} className="flex-1" />
    </article>
  )
}

/** Method and path; a long path breaks, it is not cut. */
function Target({ summary, url }: { summary: CaptureSummary; url: string }) {
  const target = `${summary.path}${summary.query === null ? '' : `?${summary.query}`}`
  const whole = `${url}${summary.path === '/' ? '' : summary.path}${summary.query === null ? '' : `?${summary.query}`}`
  return (
    <h2 className="order-last flex min-h-8 min-w-0 basis-full items-center gap-2.5 md:order-none md:basis-0 md:grow">
      <MethodName method={summary.method} className="text-sm" />
      <span className="scroll-thin max-h-16 min-w-0 overflow-y-auto font-mono text-sm break-all text-ink">{target}</span>
      <CopyIconButton text={whole} label="Copy the URL" />
    </h2>
  )
}

function detailTabs(
  summary: CaptureSummary,
  loaded: LoadedCapture,
  deliveries: ReturnType<typeof useDeliveries>,
  linkedId: string | null,
  onResend: () => void,
): Tab<DetailTab>[] {
  const capture = loaded.state === 'ready' ? loaded.capture : null
  const rest = loaded.state === 'failed' ? <Failed why={loaded.why} /> : <Loading />
  return [
    { id: 'body', label: 'Body', content: capture ? <BodyView key={capture.id} capture={capture} /> : rest },
    {
      id: 'headers',
      label: 'Headers',
      count: capture?.headers.length,
      content: capture ? <HeadersTable headers={capture.headers} trailers={capture.trailers} /> : rest,
    },
    { id: 'query', label: 'Query', content: <QueryTable query={summary.query} /> },
    {
      id: 'deliveries',
      label: 'Deliveries',
      count: deliveries.deliveries?.length || undefined,
      content: <DeliveryList loaded={deliveries} linkedId={linkedId} onResend={onResend} />,
    },
    { id: 'overview', label: 'Overview', content: capture ? <OverviewTable capture={capture} /> : rest },
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

function Failed({ why }: { why: string }) {
  return (
    <p role="alert" className="px-4 py-6 text-sm text-danger">
      {why}
    </p>
  )
}
