import { chromium, type Page } from '@playwright/test'
import { CHROMIUM_ARGS, findChromium } from '../../scripts/chromium.mjs'
import { createBin, type OwnBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { percentile } from '../load/latencies'
import { WEBHOOK_HEADERS, webhookBody } from '../payload'
import { temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

const EVERY_MS = 200
const WARM_UP = 10

/** Time from the POST to the frame in which the row was drawn on an open page, without other load. */
export async function visible(flags: Flags): Promise<string> {
  const executablePath = findChromium()
  if (!executablePath) return 'Left out: there is no Chromium (CHROMIUM_PATH names one).'
  const directory = temporaryDirectory('visible')
  const databaseUrl = `file:${directory.path}/creel.db`
  const creel = await startCreel({ tree: flags.tree, directory: directory.path, databaseUrl, cores: flags.cores })
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
  try {
    const bin = await createBin(creel.origin)
    const page = await openPage(await browser.newPage(), creel.origin, bin)
    const latencies = (await measure(page, creel.origin, bin, flags.quick ? 50 : 200)).slice(WARM_UP)
    const sorted = latencies.sort((a, b) => a - b)
    const rows = [[String(sorted.length), ...[50, 99, 100].map((percent) => fixed(percentile(sorted, percent), 0))]]
    return toMarkdown({ head: ['captures', 'p50 ms', 'p99 ms', 'max ms'], rows })
  } finally {
    await browser.close()
    await creel.child.stop()
    directory.remove()
  }
}

async function openPage(page: Page, origin: string, bin: OwnBin): Promise<Page> {
  await page.context().addCookies([{ name: 'creel_key', value: bin.accessKey, url: origin }])
  await page.goto(`${origin}/bins/${bin.id}`)
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor()
  return page
}

/** Both processes read the same wall clock, in whole milliseconds. */
async function measure(page: Page, origin: string, bin: OwnBin, count: number): Promise<number[]> {
  const latencies: number[] = []
  const headers = Object.fromEntries(WEBHOOK_HEADERS)
  for (let sent = 0; sent < WARM_UP + count; sent++) {
    const path = `/number-${sent}-`
    const drawn = drawnAt(page, path)
    await page.evaluate(() => null) // the page is watching now
    const postedAt = Date.now()
    await fetch(`${origin}/in/${bin.id}${path}`, { method: 'POST', headers, body: new Uint8Array(webhookBody(1500)) })
    latencies.push((await drawn) - postedAt)
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
  return latencies
}

/** The time at which the frame with this text was drawn. Checks each frame, and takes the time in a task that runs after painting. */
function drawnAt(page: Page, text: string): Promise<number> {
  // A string, because tsx would insert calls to its own helpers into a function.
  return page.evaluate(`new Promise((resolve) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => resolve(Date.now())
    requestAnimationFrame(function look() {
      if (document.body.textContent.includes(${JSON.stringify(text)})) channel.port2.postMessage(null)
      else requestAnimationFrame(look)
    })
  })`)
}
