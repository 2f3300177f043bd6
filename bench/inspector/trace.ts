import type { CDPSession, Page } from '@playwright/test'

type TraceEvent = {
  name: string
  cat: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  args?: { name?: string }
}

/** Tasks of the page's main thread from Chromium's tracing, in milliseconds. */
export type MainThread = { tasks: number[]; seconds: number }

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata']

/** Traces while `work` runs. @throws {Error} if the trace has no tasks of a page */
export async function traced(page: Page, work: () => Promise<void>): Promise<MainThread> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES, recordMode: 'recordContinuously' },
  })
  const beganAt = performance.now()
  await work()
  const seconds = (performance.now() - beganAt) / 1000
  await endTrace(session)
  return { tasks: tasksOfPage(events), seconds }
}

async function endTrace(session: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  await session.detach()
}

/** Tasks of the busiest renderer; the others are idle. */
function tasksOfPage(events: readonly TraceEvent[]): number[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const byThread = mains.map(({ pid, tid }) =>
    events.filter((event) => event.pid === pid && event.tid === tid && event.name === 'RunTask').map(({ dur = 0 }) => dur / 1000),
  )
  const busiest = byThread.sort((a, b) => sum(b) - sum(a))[0]
  if (!busiest || busiest.length === 0) throw new Error('The trace holds no tasks of a page.')
  return busiest
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
