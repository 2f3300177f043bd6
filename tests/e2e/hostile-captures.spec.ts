import type { Locator, Page, Request } from '@playwright/test'
import { FORMAT_LABELS } from '#lib/formats/kinds'
import { openBin } from './inspector'
import { openPoster } from './post-raw'
import { expect, test } from './test'

/** The page may be blocked for at most this long. */
const ALIVE_MS_MAX = 1_000

type Trap = { name: string; type: string; body: (foreign: string) => string; headers?: (foreign: string) => [string, string][] }

const RUN = 'window.top.__ran=1;window.__ran=1'
const traps: Trap[] = [
  {
    name: 'HTML',
    type: 'text/html',
    body: (foreign) => `<!doctype html><html><head>
      <script>${RUN};fetch('${foreign}/script')</script><link rel="stylesheet" href="${foreign}/css"><link rel="preconnect" href="${foreign}">
      <link rel="prefetch" href="${foreign}/prefetch"><meta http-equiv="refresh" content="0;url=${foreign}/refresh"><base href="${foreign}/"></head>
      <body onload="${RUN}" background="${foreign}/background" style="background:url(${foreign}/style)">
      <img src="${foreign}/img" onerror="${RUN}"><img src="x" srcset="${foreign}/srcset 2x"><iframe src="${foreign}/frame"></iframe>
      <iframe srcdoc="<script>${RUN}</script>"></iframe><object data="${foreign}/object"></object><embed src="${foreign}/embed">
      <video src="${foreign}/video" autoplay></video><svg onload="${RUN}"><image href="${foreign}/svg-image"/><script>${RUN}</script></svg>
      <form action="${foreign}/form"><input autofocus onfocus="${RUN}"><button formaction="javascript:${RUN}">go</button></form>
      <a href="javascript:${RUN}" ping="${foreign}/ping">click</a><style>@import '${foreign}/import';@font-face{font-family:f;src:url(${foreign}/font)}p{font-family:f}</style>
      <p>text</p><math><mtext><table><mglyph><style><img src=x onerror="${RUN}"></style></mglyph></table></mtext></math></body></html>`,
  },
  {
    name: 'SVG',
    type: 'image/svg+xml',
    body: (
      foreign,
    ) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="${RUN}" width="90" height="90">
      <script>${RUN};fetch('${foreign}/svg-script')</script><image href="${foreign}/svg-href"/><image xlink:href="${foreign}/svg-xlink"/>
      <use href="${foreign}/svg-use#a"/><style>@import '${foreign}/svg-css';</style><animate onbegin="${RUN}" attributeName="x" dur="1s"/>
      <foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${foreign}/svg-frame" onload="${RUN}"/></foreignObject><circle r="40"/></svg>`,
  },
  {
    name: 'Markdown',
    type: 'text/markdown',
    body: (foreign) =>
      `# Hello\n\n![x](${foreign}/md-image)\n[click](javascript:${RUN})\n\n<img src=x onerror="${RUN}">\n<script>${RUN}</script>\n\n<${foreign}/auto>\n`,
  },
  {
    name: 'JSON that ends a script',
    type: 'application/json',
    body: (foreign) =>
      JSON.stringify({
        a: `</script><script>${RUN}</script>`,
        b: `<!--<script>`,
        c: `"><img src=x onerror="${RUN}">`,
        d: `${foreign}/json-url`,
        e: '\u2028\u2029',
        __proto__: { polluted: 1 },
        constructor: { prototype: { polluted: 1 } },
      }),
  },
  {
    name: 'XML that names a stylesheet and entities',
    type: 'application/xml',
    body: (foreign) =>
      `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="${foreign}/xsl"?><!DOCTYPE a [<!ENTITY x SYSTEM "${foreign}/entity">]><a xmlns:h="http://www.w3.org/1999/xhtml">&x;<h:script>${RUN}</h:script></a>`,
  },
  {
    name: 'a form',
    type: 'application/x-www-form-urlencoded',
    body: () => `a=${encodeURIComponent(`"><img src=x onerror="${RUN}">`)}&b=javascript:${RUN}`,
  },
  {
    name: 'headers with markup',
    type: `text/plain; x="><script>${RUN}</script>`,
    body: () => `<script>${RUN}</script>`,
    headers: (foreign) => [
      ['User-Agent', `<img src=x onerror="${RUN}"><script>${RUN}</script>`],
      ['Referer', `javascript:${RUN}`],
      ['X-Link', `<${foreign}/header>; rel=preload`],
      ['Content-Disposition', `attachment; filename="<img src=x onerror=${RUN}>"`],
    ],
  },
  { name: 'a line of 5 MB', type: 'text/plain', body: () => `<script>${RUN}</script>${'0123456789'.repeat(524_288)}` },
  { name: 'JSON in one line of 5 MB', type: 'application/json', body: () => JSON.stringify({ a: 'x'.repeat(5_242_880) }) },
]

test.use({ expectedConsoleErrors: /Content Security Policy|Blocked script execution|sandboxed|net::ERR_BLOCKED_BY_CSP/ })

for (const trap of traps) {
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

async function send(port: number, binId: string, { type, body, headers }: Trap, foreign: string): Promise<void> {
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

/** Opens every tab, and the body in every viewer, including previews. */
async function openEveryView(page: Page): Promise<void> {
  for (const tab of ['Headers', 'Query', 'Overview', 'Body']) {
    await page.getByRole('tab', { name: tab }).click()
    await page.waitForTimeout(100)
  }
  const menu = page.getByRole('button', { name: /^Shown as/ })
  await expect(menu).toBeVisible({ timeout: 20_000 })
  await chooseHex(page, menu) // the best guess can be chosen only once another format is shown
  for (const name of ['Best guess', ...Object.values(FORMAT_LABELS)]) {
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
