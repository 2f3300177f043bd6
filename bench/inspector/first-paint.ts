import type { Browser, Page } from '@playwright/test'
import type { OwnBin } from '../creel/creel-api'
import { percentile } from '../load/latencies'
import { fixed, toMarkdown } from '../table'
import { newPage, openBin } from './open-page'

type Paint = { firstByte: number; firstPaint: number; firstRow: number; live: number }

/** Milliseconds from the start of the navigation, in a new browser context each time. */
export async function firstPaint(browser: Browser, origin: string, bin: OwnBin, runs: number): Promise<string> {
  const paints: Paint[] = []
  for (let run = 0; run < runs; run++) {
    const page = await newPage(browser, origin, bin)
    paints.push(await measure(page, origin, bin))
    await page.context().close()
  }
  const rows = (['firstByte', 'firstPaint', 'firstRow', 'live'] as const).map((what) => {
    const sorted = paints.map((paint) => paint[what]).sort((a, b) => a - b)
    return [NAMES[what], fixed(percentile(sorted, 50), 0), fixed(sorted.at(-1)!, 0)]
  })
  return toMarkdown({ head: [`${runs} navigations, nothing cached`, 'median ms', 'worst ms'], rows })
}

const NAMES: Readonly<Record<keyof Paint, string>> = {
  firstByte: 'first byte of the page',
  firstPaint: 'first contentful paint',
  firstRow: 'first row drawn',
  live: 'stream live',
}

async function measure(page: Page, origin: string, bin: OwnBin): Promise<Paint> {
  await page.addInitScript(WATCH_FIRST_ROW)
  await openBin(page, origin, bin)
  const live = await page.evaluate<number>('performance.now()')
  const seen = await page.evaluate<Omit<Paint, 'live'>>(`({
    firstByte: performance.getEntriesByType('navigation')[0].responseStart,
    firstPaint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    firstRow: window.firstRowAt,
  })`)
  return { ...seen, live }
}

/** Records when the frame with the first row was painted. A string, because tsx would insert calls to its own helpers into a function. */
const WATCH_FIRST_ROW = `
  const painted = new MessageChannel()
  painted.port1.onmessage = () => { window.firstRowAt = performance.now() }
  requestAnimationFrame(function look() {
    if (document.querySelector('[data-capture]')) painted.port2.postMessage(null)
    else requestAnimationFrame(look)
  })`
