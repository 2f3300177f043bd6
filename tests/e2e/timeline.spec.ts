import { createHmac } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { type OwnBin, ownerOf } from './bins'
import { openBin } from './inspector'
import { expect, test } from './test'

const START = Date.parse('2026-05-04T12:00:00Z')
/** The captures span two and a quarter hours: a bar covers five minutes, and there is room for thirty. */
const SLOTS = 30
const slotOf = (minute: number) => SLOTS - 1 - (120 - minute) / 5

const github = (minute: number) => [
  ['X-GitHub-Event', 'push'],
  ['X-GitHub-Delivery', `a${minute}`],
]
const requests = [
  ...[0, 1, 2].map((minute) => ({ minute, method: 'POST', headers: github(minute) })),
  ...[30, 31].map((minute) => ({ minute, method: 'GET', headers: [] })),
  ...[60, 61, 62].map((minute) => ({ minute, method: 'POST', headers: [] })),
  { minute: 63, method: 'POST', headers: [['Stripe-Signature', `t=${START / 1000 + 63 * 60 - 20},v1=00`]] },
  { minute: 120, method: 'PUT', headers: [] },
]

/** Imports ten captures that arrived within two hours, some time ago. */
async function fill(url: string, bin: OwnBin): Promise<void> {
  const lines = requests.map(({ minute, method, headers }) =>
    JSON.stringify({
      method,
      url: `/in/${bin.id}/m${minute}`,
      headers,
      body: { encoding: 'utf8', data: 'x'.repeat(minute * 10) },
      receivedAt: new Date(START + minute * 60_000).toISOString(),
    }),
  )
  const headers = { authorization: `Bearer ${bin.accessKey}`, 'content-type': 'application/x-ndjson' }
  const response = await fetch(`${url}/api/v1/bins/${bin.id}/import`, { method: 'POST', headers, body: lines.join('\n') })
  expect(response.status).toBe(200)
}

const region = (page: Page, count: number) => page.getByRole('region', { name: `Timeline, ${count} requests`, exact: true })
const slider = (page: Page) => page.getByRole('slider', { name: /^Timeline/ })
const rows = (page: Page) => page.getByRole('list', { name: 'Captured requests' }).getByRole('link')

async function openFilled(page: Page, url: string, bin: OwnBin): Promise<void> {
  await fill(url, bin)
  await openBin(page, bin)
  await expect(region(page, 10)).toBeVisible()
  await expect(slider(page)).toBeVisible()
}

/** The description of each bar, from left to right. */
async function barTexts(page: Page): Promise<string[]> {
  const texts: string[] = []
  await slider(page).press('Home')
  for (let slot = 0; slot < SLOTS; slot += 1) {
    await expect(slider(page)).toHaveAttribute('aria-valuenow', String(slot))
    texts.push((await slider(page).getAttribute('aria-valuetext'))!)
    await slider(page).press('ArrowRight')
  }
  return texts.filter((text) => !text.includes(': 0 requests')).map((text) => text.slice(text.indexOf(': ') + 2))
}

async function pointAt(strip: Locator, slot: number): Promise<{ x: number; y: number }> {
  const { x, y, width } = (await strip.boundingBox())!
  return { x: x + 44 + ((slot + 0.5) / SLOTS) * (width - 44 - 26), y: y + 25 }
}

test('shows every request in the bar of its time, by method and by sender', async ({ page, bin, creel }) => {
  await openFilled(page, creel.url, bin)
  expect(await barTexts(page)).toEqual(['3 requests, POST 3', '2 requests, GET 2', '4 requests, POST 4', '1 request, PUT 1'])
  await page.getByRole('button', { name: 'by method' }).click()
  expect(await barTexts(page)).toEqual([
    '3 requests, GitHub 3',
    '2 requests, Unknown sender 2',
    '4 requests, Stripe 1, Unknown sender 3',
    '1 request, Unknown sender 1',
  ])
  await page.reload()
  await expect(page.getByRole('button', { name: 'by sender' })).toBeVisible()
})

test('shows verdicts with a legend and in words, and updates when stored requests are checked again', async ({
  page,
  bin,
  creel,
}) => {
  const owner = ownerOf(creel.url, bin)
  const post = (secret: string) => {
    const signature = `sha256=${createHmac('sha256', secret).update('{}').digest('hex')}`
    const github = { 'x-github-event': 'push', 'x-github-delivery': secret, 'x-hub-signature-256': signature } // not two attempts
    const headers = { 'content-type': 'application/json', ...github }
    return fetch(bin.captureUrl, { method: 'POST', headers, body: '{}' })
  }
  await post('swordfish-0123456789')
  await post('another-0123456789')
  await fetch(bin.captureUrl, { method: 'POST' })
  await openBin(page, bin)
  await page.getByRole('button', { name: 'by method' }).click()
  await page.getByRole('button', { name: 'by sender' }).click()
  await page.getByRole('button', { name: 'by method' }).click() // no signatures are checked, so there is no third option
  await owner.addSecret({ bin: bin.id, body: { scheme: 'github', secret: 'swordfish-0123456789' } })
  await expect(rows(page).filter({ hasText: 'Signature valid' })).toHaveCount(1)
  await page.getByRole('button', { name: 'by sender' }).click()
  await expect(page.getByRole('button', { name: 'by signature' })).toBeVisible()
  const told = (text: string) => page.getByRole('region', { name: `Timeline, 3 requests, ${text}`, exact: true })
  await expect(told('Valid 1, Invalid 1, Not checked 1')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Colours' }).getByRole('listitem')).toHaveText(['Valid', 'Invalid', 'Not checked'])
  await owner.addSecret({ bin: bin.id, body: { scheme: 'github', secret: 'another-0123456789' } })
  await expect(told('Valid 2, Not checked 1')).toBeVisible()
  await page.reload()
  await expect(told('Valid 2, Not checked 1')).toBeVisible()
  await page.getByRole('button', { name: 'by signature' }).click()
  await expect(region(page, 3)).toBeVisible()
})

test('drawing a range filters the list by exactly that range, and keeps the rest of the filter', async ({ page, bin, creel }) => {
  await openFilled(page, creel.url, bin)
  await page.getByRole('combobox', { name: 'Filter' }).fill('not method:PUT')
  await expect(rows(page)).toHaveCount(9)
  await expect(region(page, 9)).toBeVisible()
  await page.keyboard.press('Escape') // closes the suggestions, which cover it
  const from = await pointAt(slider(page), slotOf(60))
  const to = await pointAt(slider(page), slotOf(30))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
  await expect(rows(page)).toHaveCount(6)
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue(
    'not method:PUT after:2026-05-04T12:30Z before:2026-05-04T13:05Z',
  )
  await expect(region(page, 9)).toBeVisible() // requests outside the range stay visible
  const first = await pointAt(slider(page), slotOf(0))
  await page.mouse.click(first.x, first.y)
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('button', { name: 'Clear the time range' }).click()
  await expect(rows(page)).toHaveCount(9)
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue('not method:PUT')
})

test('single clicks draw a range: one on a bar, others to move its ends', async ({ page, bin, creel }) => {
  await openFilled(page, creel.url, bin)
  const bar = await pointAt(slider(page), slotOf(30))
  await page.mouse.click(bar.x, bar.y)
  await expect(rows(page)).toHaveCount(2)
  for (let click = 0; click < 6; click += 1) await page.getByRole('button', { name: 'End one bar later' }).click()
  await expect(rows(page)).toHaveCount(6)
  for (let click = 0; click < 9; click += 1) await page.getByRole('button', { name: 'Start one bar earlier' }).click()
  await expect(rows(page)).toHaveCount(9)
})

test('the keyboard draws, applies and clears a range', async ({ page, bin, creel }) => {
  await openFilled(page, creel.url, bin)
  await slider(page).press('End')
  for (let slot = slotOf(120); slot > slotOf(60); slot -= 1) await slider(page).press('Shift+ArrowLeft')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /: 5 requests$/)
  await slider(page).press('Enter')
  await expect(rows(page)).toHaveCount(5)
  await slider(page).press('Escape')
  await expect(rows(page)).toHaveCount(10)
})

test('grows with new requests and shrinks with deleted ones', async ({ page, bin, creel }) => {
  await openFilled(page, creel.url, bin)
  for (let i = 0; i < 3; i += 1) await fetch(bin.captureUrl, { method: 'DELETE' })
  await expect(region(page, 13)).toBeVisible()
  const headers = { authorization: `Bearer ${bin.accessKey}` }
  const id = await rows(page).first().getAttribute('data-capture')
  await fetch(`${creel.url}/api/v1/bins/${bin.id}/captures/${id}`, { method: 'DELETE', headers })
  await expect(region(page, 12)).toBeVisible()
  await fetch(`${creel.url}/api/v1/bins/${bin.id}/captures`, { method: 'DELETE', headers })
  await expect(page.getByRole('region', { name: /^Timeline/ })).toHaveCount(0)
})

test('shows sizes and sender lag on demand; a key hides it, and it stays hidden', async ({ page, bin, creel }) => {
  await openFilled(page, creel.url, bin)
  await page.getByRole('button', { name: 'Arrivals' }).click()
  await page.getByRole('menuitem', { name: 'Sizes' }).click()
  expect((await barTexts(page))[2]).toBe('4 requests, Mean 615 B, Largest 630 B, Total 2.4 KB')
  await page.getByRole('button', { name: 'Sizes' }).click()
  await page.getByRole('menuitem', { name: 'Sender lag' }).click()
  expect((await barTexts(page)).slice(1, 3)).toEqual([
    '2 requests, No sender sent a timestamp',
    '4 requests, Mean 20 s, Largest 20 s, With a timestamp 1',
  ])
  await page.getByRole('heading', { name: 'Requests' }).click()
  await page.keyboard.press('t')
  await expect(region(page, 10)).toHaveCount(0)
  await page.reload()
  await expect(rows(page)).toHaveCount(10)
  await expect(region(page, 10)).toHaveCount(0)
  await page.getByRole('button', { name: 'Timeline' }).click()
  await expect(page.getByRole('button', { name: 'Sender lag' })).toBeVisible()
})

test('its room is reserved, so nothing moves when it loads', async ({ page, bin, creel }) => {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
    })
    observer.observe({ type: 'layout-shift', buffered: true })
  })
  await openFilled(page, creel.url, bin)
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)
  expect(Math.max(0, ...shifts)).toBeLessThan(0.001) // a shift of the list below would count for more than 0.02
})

test('the last label of the time axis is complete', async ({ page, bin, creel }) => {
  // A bar covers half a second, and the axis ends with the label 12:00:30.
  const lines = [0, 29_900].map((ms) =>
    JSON.stringify({ method: 'POST', url: '/', receivedAt: new Date(START + ms).toISOString() }),
  )
  await ownerOf(creel.url, bin).importCaptures({
    bin: bin.id,
    upload: new Blob([lines.join('\n')], { type: 'application/x-ndjson' }),
  })
  await openBin(page, bin)
  await expect(region(page, 2)).toBeVisible()
  const canvas = slider(page).locator('canvas')
  await expect
    .poll(() =>
      canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement
        const inked = (x: number, count: number) =>
          (element as HTMLCanvasElement)
            .getContext('2d')!
            .getImageData(x, height - 14, count, 14)
            .data.some((value) => value > 0)
        return { nearTheEnd: inked(width - 60, 59), atTheEdge: inked(width - 1, 1) }
      }),
    )
    .toEqual({ nearTheEnd: true, atTheEdge: false })
})
