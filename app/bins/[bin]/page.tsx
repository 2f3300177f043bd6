import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { isAppError } from '#lib/core/errors'
import { getBin } from '#lib/services/get-bin'
import { listCaptures } from '#lib/services/list-captures'
import { GROUPING_COOKIE, readGrouping } from '@/components/attempts/grouping'
import { Inspector } from '@/components/bin/inspector'
import { PANES_COOKIE, readPanes } from '@/components/bin/panes'
import { readTimelinePreferences, TIMELINE_COOKIE } from '@/components/timeline/preferences'
import { ServerNowProvider } from '@/components/ui/time'
import { pageAccess, readActor } from '../../read-actor'
import { BinRefused, isRefusal, refusalTitle } from './bin-refused'
import { readSelected } from './read-selected'

type Props = { params: Promise<{ bin: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

const FIRST_PAGE = 50

/** A bin: its live list, the opened capture, and the resend form. Or why it cannot be shown. */
export default async function BinPage({ params, searchParams }: Props) {
  const { bin: binId } = await params
  const { capture: captureId } = await searchParams
  const bin = await readBin(binId)
  if (typeof bin === 'string') return <BinRefused refusal={bin} />
  const { rt, actor } = await readActor(binId)
  const [page, selected, jar] = await Promise.all([
    listCaptures(rt, actor, binId, { limit: FIRST_PAGE }),
    readSelected(rt, actor, binId, captureId),
    cookies(),
  ])
  return (
    <ServerNowProvider now={rt.now()}>
      <Inspector
        key={binId}
        initial={{ bin, captures: page.captures, nextBefore: page.nextBefore, total: page.total }}
        selected={selected}
        grouped={readGrouping(jar.get(GROUPING_COOKIE)?.value)}
        panes={readPanes(jar.get(PANES_COOKIE)?.value)}
        timeline={readTimelinePreferences(jar.get(TIMELINE_COOKIE)?.value)}
        capturesMax={rt.config.maxCapturesPerBin}
        bodyBytesMax={rt.config.maxBodyBytes}
        forwardsOn={rt.config.forward === 'on'}
        access={pageAccess(actor)}
      />
    </ServerNowProvider>
  )
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const bin = await readBin((await params).bin)
  return { title: typeof bin === 'string' ? refusalTitle(bin) : (bin.name ?? bin.id) }
}

/** One lookup for the page and its title: the bin, or why it cannot be shown. */
const readBin = cache(async (binId: string) => {
  const { rt, actor, origins } = await readActor(binId)
  try {
    return await getBin(rt, actor, binId, origins)
  } catch (error) {
    if (isAppError(error) && isRefusal(error.code)) return error.code
    throw error
  }
})
