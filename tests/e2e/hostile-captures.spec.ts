import type { Locator, Page, Request } from '@playwright/test'
import { FORMAT_LABELS } from '#lib/formats/kinds'
import { HOSTILE_BODIES, type HostileBody, RUN } from '../hostile-bodies'
import { openBin } from './inspector'
import { openPoster } from './post-raw'
import { expect, test } from './test'

/** The page may be blocked for at most this long. */
const ALIVE_MS_MAX = 1_000

/** The formats that render markup or fetch what a body names. The others are made of text only (tests/components/viewers/hostile-bodies.test.tsx). */
const RENDERING = ['Best guess', FORMAT_LABELS.html, FORMAT_LABELS.image, FORMAT_LABELS.text]

test.use({ expectedConsoleErrors: /Content Security Policy|Blocked script execution|sandboxed|net::ERR_BLOCKED_BY_CSP/ })

for (const trap of HOSTILE_BODIES) {
  test(`captured ${trap.name} runs no script, fetches nothing and does not freeze the page`, async ({
    page,
    bin,
    creel,
    receiver,
  }) => {
    test.slow()
    const foreign = receiver.url
    const asked = watchRequests(page, creel.url)
    await send(creel.port, bin.id, trap, foreign)
    await openBin(page, bin)
    await measureBlocking(page)
    await page.locator('[data-capture]').first().click()
    await expect(page.getByRole('tab', { name: 'Body' })).toBeVisible()
    await openEveryView(page)

    expect(await page.evaluate(() => Reflect.get(window, '__ran'))).toBeUndefined()
    expect(await page.evaluate(() => Reflect.get({}, 'polluted'))).toBeUndefined()
    expect(receiver.requests.map(({ target }) => target)).toEqual([])
    expect(asked.foreign).toEqual([])
    expect(new URL(page.url()).origin).toBe(creel.url)
    expect(await longestBlock(page)).toBeLessThan(ALIVE_MS_MAX)
  })
}

async function send(port: number, binId: string, { type, body, headers }: HostileBody, foreign: string): Promise<void> {
  const bytes = Buffer.from(body(foreign))
  const poster = await openPoster(port)
  const path = `/in/${binId}/%3Cscript%3E?q=%3Cimg%20src=x%20onerror=${encodeURIComponent(RUN)}%3E`
  const all: [string, string][] = [
    ['Content-Type', type],
    ['Content-Length', String(bytes.length)],
    ...(headers?.(foreign) ?? []),
  ]
  expect((await poster.post(path, { headers: all, body: bytes })).status).toBe(200)
  poster.close()
}

/** Records requests to other origins, except `data:` and `blob:`, and dialogs and new windows, which the page never opens. */
function watchRequests(page: Page, origin: string): { foreign: string[] } {
  const foreign: string[] = []
  const note = (request: Request) => {
    const url = request.url()
    // Requests blocked by the policy are reported too, but never leave the browser, which the foreign host confirms.
    if (url.startsWith(origin) || /^(?:data|blob|about):/.test(url) || request.failure()?.errorText === 'csp') return
    foreign.push(`${url} ${request.failure()?.errorText ?? ''}`)
  }
  page.on('requestfinished', note)
  page.on('requestfailed', note)
  page.on('dialog', (dialog) => {
    foreign.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => foreign.push(`a window: ${popup.url()}`))
  return { foreign }
}

/** Opens every tab, and the body in every format that renders, including previews. */
async function openEveryView(page: Page): Promise<void> {
  for (const tab of ['Headers', 'Query', 'Overview', 'Body']) {
    await page.getByRole('tab', { name: tab }).click()
    await page.waitForTimeout(100)
  }
  const menu = page.getByRole('button', { name: /^Shown as/ })
  await expect(menu).toBeVisible({ timeout: 20_000 })
  await chooseHex(page, menu) // the best guess can be chosen only once another format is shown
  for (const name of RENDERING) {
    await menu.click()
    await page.getByRole('menuitem', { name: new RegExp(`^(?:shown )?${name}$`) }).click()
    const preview = page.getByRole('button', { name: 'Preview', exact: true })
    if (await preview.isVisible()) await preview.click()
    await page.waitForTimeout(120)
  }
}

async function chooseHex(page: Page, menu: Locator): Promise<void> {
  await menu.click()
  await page.getByRole('menuitem', { name: 'Hex', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Shown as\s*Hex/ })).toBeVisible({ timeout: 20_000 })
}

/** Records in the page the longest time for which its event loop was blocked. */
async function measureBlocking(page: Page): Promise<void> {
  await page.evaluate(() => {
    let last = performance.now()
    Reflect.set(window, '__longestPause', 0)
    setInterval(() => {
      const now = performance.now()
      Reflect.set(window, '__longestPause', Math.max(Reflect.get(window, '__longestPause'), now - last))
      last = now
    }, 20)
  })
}

function longestBlock(page: Page): Promise<number> {
  return page.evaluate(() => Reflect.get(window, '__longestPause') as number)
}
