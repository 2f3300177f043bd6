import { brotliCompressSync } from 'node:zlib'
import type { Locator, Page } from '@playwright/test'
import type { Bin } from '#lib/core/bin'
import { type CreelProcess, startCreel } from './creel-process'
import { openBin } from './inspector'
import { openPoster } from './post-raw'
import { test as base, expect } from './test'

const MB = 1024 * 1024
const LOADED = { timeout: 45_000 }

/** A server that accepts 50 MB; the default is 10. */
const test = base.extend<object, { creel: CreelProcess }>({
  creel: [
    async ({ browserName: _ }, use) => {
      const creel = await startCreel({ CREEL_MAX_BODY_BYTES: String(64 * MB) })
      await use(creel)
      await creel.remove()
    },
    { scope: 'worker' },
  ],
})
test.describe.configure({ mode: 'parallel', timeout: 120_000 })

async function send(creel: CreelProcess, bin: Pick<Bin, 'id'>, body: Uint8Array, headers: [string, string][]): Promise<void> {
  const poster = await openPoster(creel.port)
  const all: [string, string][] = [...headers, ['Content-Length', String(body.length)]]
  expect((await poster.post(`/in/${bin.id}/large`, { headers: all, body })).status).toBe(200)
  poster.close()
}

async function openFirst(page: Page, bin: Pick<Bin, 'id'>): Promise<void> {
  await openBin(page, bin)
  await page.locator('[data-capture]').first().click()
}

async function scrollTo(box: Locator, share: number): Promise<void> {
  await box.evaluate((element, to) => {
    element.scrollTop = to * (element.scrollHeight - element.clientHeight)
  }, share)
}

/** 50 MB in one line: ascending numbers, so that each place can be recognised. */
const NUMBERS = Array.from({ length: (50 * MB) / 9 }, (_, i) => `${String(i).padStart(8, '0')},`).join('')

test('shows and searches a single line of 50 MB from start to end, without holding it as one string in the page', async ({
  page,
  bin,
  creel,
}) => {
  await send(creel, bin, Buffer.from(`${NUMBERS}the Needle at the end`), [['Content-Type', 'text/plain']])
  const calls: string[] = []
  page.on('response', (response) => void calls.push(new URL(response.url()).pathname + new URL(response.url()).search))
  const release = await holdBodiesUntil(page) // otherwise it may load completely before the check
  await openFirst(page, bin)
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible(LOADED)
  release()

  const text = page.getByRole('group', { name: 'Text of the body' })
  await expect(text).toContainText('00000000,00000001,', LOADED)
  await scrollTo(text, 0.5)
  await expect(text).toContainText(/029\d{5},029/)
  await scrollTo(text, 1)
  await expect(text).toContainText('the Needle at the end')

  await scrollTo(text, 0)
  await page.getByRole('searchbox', { name: 'Search in the body' }).fill('needle AT')
  await expect(page.getByText('1/1')).toBeVisible(LOADED)
  await expect(text.locator('mark')).toHaveText('Needle at')
  expect(calls.filter((call) => call.includes('/captures/')).map((call) => call.replace(/.*\/captures\/[^/?]+/, ''))).toEqual(
    expect.arrayContaining(['?bodyMax=262144', '/body']),
  )
})

test('shows 50 MB of JSON in one line as a tree to its last value, which folds, unfolds and can be searched', async ({
  page,
  bin,
  creel,
}) => {
  const items = Array.from(
    { length: 600_000 },
    (_, id) => `{"id":${id},"event":"order.paid","customer":"c_${id}","amount":1.50,"ok":true}`,
  )
  await send(creel, bin, Buffer.from(`[${items.join(',')}]`), [['Content-Type', 'application/json']])
  await openFirst(page, bin)
  const tree = page.getByRole('tree', { name: 'Values' })
  await expect(tree).toContainText('"c_0"', LOADED)
  await foldBy(page, 'Collapse all')
  await expect(tree).toContainText('5 keys')
  await foldBy(page, 'Expand all')
  await expect(tree).toContainText('"c_0"')
  await scrollTo(tree, 1)
  await expect(tree).toContainText('"c_599999"')
  await page.getByRole('searchbox', { name: 'Search in the body' }).fill('c_599998')
  await expect(page.getByText('1/1')).toBeVisible(LOADED)
  await expect(tree.locator('mark')).toHaveText('c_599998')
})

test('opens a value of 20 MB in place', async ({ page, bin, creel }) => {
  const inner = JSON.stringify({ inner: 'x'.repeat(20 * MB), last: 'here' })
  await send(creel, bin, Buffer.from(JSON.stringify({ payload: inner })), [['Content-Type', 'application/json']])
  await openFirst(page, bin)
  await page.getByRole('button', { name: 'Open JSON' }).click(LOADED)
  await expect(page.getByRole('treeitem', { name: 'last' })).toContainText('"here"', LOADED)
})

test('a stopped load says so and starts again on request', async ({ page, bin, creel }) => {
  await send(creel, bin, Buffer.from(NUMBERS), [['Content-Type', 'text/plain']])
  await holdBodies(page)
  await openFirst(page, bin)
  await page.getByRole('button', { name: 'Stop' }).click(LOADED)
  await expect(page.getByText('Stopped. Hex and Text load fastest.')).toBeVisible()
  await page.context().unrouteAll({ behavior: 'ignoreErrors' })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('group', { name: 'Text of the body' })).toContainText('00000000,', LOADED)
})

test.describe('failures during a load', () => {
  test.use({ expectedConsoleErrors: /Failed to load resource|it ends here/ })

  test('reports a crashed worker and starts a new one', async ({ page, bin, creel }) => {
    await send(creel, bin, Buffer.alloc(MB, 'x'), [['Content-Type', 'text/plain']])
    await holdBodies(page)
    const started = page.waitForEvent('worker')
    await openFirst(page, bin)
    await (await started).evaluate(() => void setTimeout(() => Promise.reject(new Error('it ends here')).catch(reportError)))
    await expect(page.getByText('The viewer crashed, probably out of memory. Download the body instead.')).toBeVisible(LOADED)
    await page.context().unrouteAll({ behavior: 'ignoreErrors' })
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('group', { name: 'Text of the body' })).toContainText('xxxx', LOADED)
  })

  test('reports a failed connection and retries', async ({ page, bin, creel }) => {
    await send(creel, bin, Buffer.alloc(MB, 'x'), [['Content-Type', 'text/plain']])
    await page.context().route('**/body', (route) => route.abort('connectionreset'))
    await openFirst(page, bin)
    await expect(page.getByText('The server cannot be reached.')).toBeVisible(LOADED)
    await page.context().unrouteAll({ behavior: 'ignoreErrors' })
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('group', { name: 'Text of the body' })).toContainText('xxxx', LOADED)
  })

  test('reports a request that was deleted meanwhile', async ({ page, bin, creel }) => {
    await send(creel, bin, Buffer.alloc(MB, 'x'), [['Content-Type', 'text/plain']])
    await page.context().route('**/body', async (route) => {
      await route.fulfill({ status: 404, json: { code: 'capture_not_found', detail: 'No such capture.' } })
    })
    await openFirst(page, bin)
    await expect(page.getByText('This request no longer exists: it was deleted while it was open.')).toBeVisible(LOADED)
  })
})

test('an unredacted share link shows large bodies too', async ({ page, browser, bin, creel }) => {
  await send(creel, bin, Buffer.alloc(MB, 'x'), [['Content-Type', 'text/plain']])
  const made = await fetch(`${creel.url}/api/v1/bins/${bin.id}/shares`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bin.accessKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ show: 'everything', ttlSeconds: 3600 }),
  })
  const { url } = (await made.json()) as { url: string }
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(url)
  await stranger.locator('[data-capture]').first().click()
  await expect(stranger.getByRole('group', { name: 'Text of the body' })).toContainText('xxxx', LOADED)
  await stranger.context().close()
  await page.close()
})

test('shows the unpacked beginning of a brotli bomb, with a note', async ({ page, bin, creel }) => {
  const bomb = brotliCompressSync(Buffer.alloc(64 * MB, 'a'))
  await send(creel, bin, bomb, [
    ['Content-Type', 'text/plain'],
    ['Content-Encoding', 'br'],
  ])
  await openFirst(page, bin)
  await expect(page.getByText(/stopped at 4\.0 MB: it would decompress to more/)).toBeVisible(LOADED)
  await expect(page.getByRole('group', { name: 'Text of the body' })).toContainText('aaaa')
})

test('copy as, compare and resend explain what they cannot do with 50 MB', async ({ page, bin, creel }) => {
  await send(creel, bin, Buffer.from(NUMBERS), [['Content-Type', 'text/plain']])
  await send(creel, bin, Buffer.from(`${NUMBERS}x`), [['Content-Type', 'text/plain']])
  await openFirst(page, bin)
  await expect(page.getByRole('group', { name: 'Text of the body' })).toContainText('00000000,', LOADED)
  await page.keyboard.press('c')
  await expect(page.getByText(/A body of 50(\.\d)? MB is too long for a command\./)).toBeVisible()
  await page.keyboard.press('v')
  await expect(page.getByRole('dialog', { name: 'Compare' })).toContainText('SHA-256', LOADED)
})

/** Makes requests for bodies hang. */
async function holdBodies(page: Page): Promise<void> {
  await page.context().route('**/body', () => new Promise(() => {}))
}

/** Makes requests for bodies wait until the returned function is called. */
async function holdBodiesUntil(page: Page): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.context().route('**/body', async (route) => {
    await released
    await route.continue()
  })
  return release
}

async function foldBy(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Collapse', exact: true }).click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}
