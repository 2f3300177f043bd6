import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { get, type OwnBin } from '../creel/creel-api'
import { percentile } from '../load/latencies'
import { fixed, toMarkdown } from '../table'
import { newPage, openBin, until } from './open-page'
import type { SentReport } from './senders'

/** `row`: what each row of the result must match. */
type Probe = { kind: string; q: string; row: RegExp }

const PROBES: readonly Probe[] = [
  { kind: 'header', q: 'header.x-github-event:push', row: /GitHub push/ },
  { kind: 'field of the body', q: 'body.action=="closed"', row: /\/github/ },
  { kind: 'field of the body', q: '$.amount>900', row: /\/orders\// },
  { kind: 'free text', q: 'customer.created', row: /\/stripe/ },
  { kind: 'sender', q: 'provider:stripe', row: /\/stripe/ },
]
const PER_SECOND = 200
const SEARCHES_MAX = 2000

type Load = { origin: string; bin: OwnBin; seconds: number }

/** Filters typed in the page and queried over the API while the mix arrives at a steady rate, and the effect on the senders. */
export async function filters(browser: Browser, load: Load): Promise<string> {
  const senders = startSenders(load)
  try {
    const page = await newPage(browser, load.origin, load.bin)
    await openBin(page, load.origin, load.bin)
    await quiet(load.seconds / 4) // warm-up
    await senders.report()
    await quiet(load.seconds)
    const before = await senders.report()
    const typed = await typeAll(page, load.seconds)
    const during = await senders.report()
    const counts = await countAll(load)
    const counting = await senders.report()
    const rows = PROBES.map(({ kind, q }, i) => {
      const sorted = typed[i]!.sort((a, b) => a - b)
      const { firstMs, allMs, found } = counts[i]!
      const page = [fixed(percentile(sorted, 50), 0), fixed(sorted.at(-1)!, 0)]
      return [kind, `\`${q}\``, ...page, fixed(firstMs, 0), fixed(allMs, 0), fixed(found, 0)]
    })
    const head = ['', 'filter', 'typed → first rows, median ms', 'worst ms', 'API, first page ms', 'API, all ms', 'matching']
    return [toMarkdown({ head, rows }), sendersTable({ before, during, counting })].join('\n\n')
  } finally {
    senders.stop()
  }
}

function sendersTable(reports: Record<'before' | 'during' | 'counting', SentReport>): string {
  const basis = percentileOf(reports.before, 99)
  const names = {
    before: 'nobody filters',
    during: 'filters typed in the page',
    counting: 'whole bin searched, one call after another',
  }
  const rows = (['before', 'during', 'counting'] as const).map((when) => {
    const report = reports[when]
    const p99 = percentileOf(report, 99)
    const times = [fixed(percentileOf(report, 50), 1), fixed(p99, 1), fixed(percentileOf(report, 100), 1)]
    return [names[when], String(report.ms.length), ...times, `${fixed(p99 / basis, 2)} ×`, String(report.refused)]
  })
  const head = [`senders, ${PER_SECOND} a second`, 'answered', 'p50 ms', 'p99 ms', 'max ms', 'p99 ratio', 'refused']
  return toMarkdown({ head, rows })
}

function percentileOf({ ms }: SentReport, percent: number): number {
  return percentile(
    [...ms].sort((a, b) => a - b),
    percent,
  )
}

/** Types each filter in turn until time is up. Milliseconds from the last key to the frame with the first rows. */
async function typeAll(page: Page, seconds: number): Promise<number[][]> {
  const times: number[][] = PROBES.map(() => [])
  const endsAt = performance.now() + seconds * 1000
  for (let turn = 0; turn < PROBES.length || performance.now() < endsAt; turn++) {
    const index = turn % PROBES.length
    times[index]!.push(await typed(page, PROBES[index]!))
  }
  return times
}

async function typed(page: Page, { q, row }: Probe): Promise<number> {
  const field = page.getByRole('combobox', { name: 'Filter' })
  await field.fill('')
  await until(page, '!/ of /.test(document.querySelector("h2")?.parentElement.textContent)')
  await field.pressSequentially(q.slice(0, -1), { delay: 20 })
  await page.evaluate(`void (window.firstRows = (${FIRST_ROWS})(${JSON.stringify(row.source)}))`) // must listen before the key is pressed
  await page.keyboard.type(q.slice(-1))
  return page.evaluate<number>('window.firstRows')
}

/** Time from the field's next input event to the frame in which there are rows and all visible rows match. */
const FIRST_ROWS = `function (source) {
  const row = new RegExp(source)
  return new Promise((resolve, reject) => {
    document.querySelector('[role=combobox]').addEventListener('input', () => {
      const beganAt = performance.now()
      const painted = new MessageChannel()
      painted.port1.onmessage = () => resolve(performance.now() - beganAt)
      requestAnimationFrame(function look() {
        const rows = [...document.querySelectorAll('[data-capture]')]
        const filtered = / of /.test(document.querySelector('h2').parentElement.textContent)
        if (filtered && rows.length > 0 && rows.every((each) => row.test(each.textContent))) painted.port2.postMessage(null)
        else if (performance.now() - beganAt > 30000) reject(new Error('No rows in 30 s.'))
        else requestAnimationFrame(look)
      })
    }, { once: true })
  })
}`

type Counted = { firstMs: number; allMs: number; found: number }

async function countAll({ origin, bin }: Load): Promise<Counted[]> {
  const all: Counted[] = []
  for (const { q } of PROBES) all.push(await count(origin, bin, q))
  return all
}

/** Fetches page after page until the whole bin is searched. */
async function count(origin: string, bin: OwnBin, q: string): Promise<Counted> {
  const beganAt = performance.now()
  let [firstMs, found] = [Number.NaN, 0]
  let before: number | null = null
  for (let calls = 0; calls < SEARCHES_MAX; calls++) {
    const query = new URLSearchParams({ q, limit: '200', ...(before === null ? {} : { before: String(before) }) })
    const { status, body } = await get(origin, bin, `/captures?${query}`)
    if (status !== 200) throw new Error(`A search was answered with ${status}: ${body}`)
    const page = JSON.parse(body.toString()) as { captures: unknown[]; nextBefore: number | null }
    found += page.captures.length
    if (Number.isNaN(firstMs) && page.captures.length > 0) firstMs = performance.now() - beganAt
    before = page.nextBefore
    if (before === null) return { firstMs, allMs: performance.now() - beganAt, found }
  }
  throw new Error(`After ${SEARCHES_MAX} pages the search had not come to its end.`)
}

function startSenders({ origin, bin }: Load) {
  const program = join(import.meta.dirname, 'senders.ts')
  const child = fork(program, [`${origin}/in/${bin.id}`, String(PER_SECOND)], { execArgv: ['--import', 'tsx'] })
  return {
    async report(): Promise<SentReport> {
      child.send('report')
      const [report] = (await once(child, 'message')) as [SentReport]
      return report
    },
    stop: () => child.disconnect(),
  }
}

function quiet(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
