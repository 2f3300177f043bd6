import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import type { Capture } from '#lib/core/capture'
import { allCaptures, makeBin, type OwnBin } from './bins'
import { githubWebhooks } from './github-webhooks'
import { openBin } from './inspector'
import { openPoster } from './post-raw'
import { expect, test } from './test'

const run = promisify(execFile)
const CHROME_HAR = new URL('../lib/exporters/har/chrome.har', import.meta.url).pathname

const requestList = (page: Page) => page.getByRole('list', { name: 'Captured requests' })
const importDialog = (page: Page) => page.getByRole('dialog', { name: 'Import requests' })

/** GitHub's webhooks and one binary body. */
async function fill(bin: OwnBin, count: number): Promise<void> {
  const { port, pathname } = new URL(bin.captureUrl)
  const poster = await openPoster(Number(port))
  for (const { headers, body } of githubWebhooks(count)) await poster.post(`${pathname}/github?a=1&a=2`, { headers, body })
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
  const headers: [string, string][] = [
    ['X-B', '1'],
    ['x-b', '2'],
    ['Content-Length', '256'],
  ]
  await poster.post(`${pathname}/%2e%2e/bytes?`, { method: 'PUT', headers, body: bytes })
  poster.close()
}

async function saveAs(page: Page, format: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'More for this bin' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: format, exact: true }).click()
  return readFile(await (await download).path())
}

async function openImport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More for this bin' }).click()
  await page.getByRole('menuitem', { name: 'Import…' }).click()
}

/** Everything that a capture keeps when imported into another bin. It has no `reply`, because no sender was answered there. */
function kept({ id: _, seq: __, binId: ___, reply: ____, url, ...rest }: Capture) {
  return { ...rest, url: url.replace(/^\/in\/[^/?]+/, '') }
}

test.describe('exported files can be imported', () => {
  for (const [label, extension] of [
    ['NDJSON', 'ndjson'],
    ['HAR 1.2', 'har'],
  ] as const) {
    test(`${label} exported from one bin and imported into another is identical to the byte`, async ({ page, bin, creel }) => {
      await fill(bin, 60)
      await openBin(page, bin)
      const file = await saveAs(page, label)
      const other = await makeBin(creel.url)
      await page.context().addCookies([{ name: 'creel_key', value: other.accessKey, url: creel.url }])
      await openBin(page, other)
      await page.getByRole('button', { name: 'Import HAR or NDJSON' }).click()
      await page.getByLabel('File to import').setInputFiles({ name: `saved.${extension}`, mimeType: '', buffer: file })
      await expect(importDialog(page).getByText('61 requests found.')).toBeVisible()
      await importDialog(page).getByRole('button', { name: 'Import 61 requests' }).click()
      await expect(importDialog(page).getByText('61 requests imported.')).toBeVisible()
      await importDialog(page).getByRole('button', { name: 'Done' }).click()
      await expect(requestList(page).getByRole('link').first()).toBeVisible()
      const [before, after] = [await allCaptures(creel.url, bin), await allCaptures(creel.url, other)]
      expect(after.map(kept)).toEqual(before.map(kept))
    })
  }

  test('ZIP and CSV contain every body and every row', async ({ page, bin, creel }) => {
    await fill(bin, 3)
    await openBin(page, bin)
    const files = unzipSync(await saveAs(page, 'ZIP of bodies'))
    const captures = await allCaptures(creel.url, bin)
    expect(Object.keys(files)).toHaveLength(captures.length + 1)
    const bytes = captures.at(-1)!
    expect(Buffer.from(files['000004-PUT.bin']!).toString('base64')).toBe(bytes.body.data)
    const csv = (await saveAs(page, 'CSV')).toString()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(captures.length + 1)
  })
})

test('Export in the palette offers every format and exports what matches the filter', async ({ page, bin }) => {
  for (const path of ['/odd', '/even']) await fetch(bin.captureUrl + path, { method: 'POST', body: path })
  await page.goto(`/bins/${bin.id}?q=${encodeURIComponent('path:/odd')}`)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('option', { name: 'Export', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Export' })
  await expect(dialog.getByRole('button', { name: /^(NDJSON|HAR 1.2|CSV|ZIP of bodies)/ })).toHaveCount(4)
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: /^HAR/ }).click()
  const har = JSON.parse(await readFile(await (await download).path(), 'utf8'))
  expect(har.log.entries.map((entry: { request: { url: string } }) => new URL(entry.request.url).pathname)).toEqual([
    `/in/${bin.id}/odd`,
  ])
  await expect(page.getByText(/^Exported 1 request,/)).toBeVisible()
})

test('exports everything that matches a filter, loaded in the list or not', async ({ page, bin }) => {
  const post = (path: string, n: number) => fetch(bin.captureUrl + path, { method: 'POST', body: JSON.stringify({ n }) })
  for (let n = 0; n < 4; n += 1) await post(n % 2 ? '/odd' : '/even', n)
  await page.goto(`/bins/${bin.id}?q=${encodeURIComponent('path:/odd')}`)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'NDJSON' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as Capture).body.data)).toEqual(['{"n":1}', '{"n":3}'])
})

test('generates a type from GitHub’s own webhooks of that kind, which can be saved', async ({ page, bin }) => {
  const { port, pathname } = new URL(bin.captureUrl)
  const poster = await openPoster(Number(port))
  const webhooks = githubWebhooks(300)
  const comments = webhooks.filter(({ event, body }) => event === 'issue_comment' && body.includes('"action":"created"'))
  expect(comments).toHaveLength(5)
  for (const { headers, body } of [webhooks.find(({ event }) => event === 'push')!, ...comments])
    await poster.post(`${pathname}/github`, { headers, body })
  poster.close()
  await openBin(page, bin)
  await requestList(page).getByRole('link').first().click()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('option', { name: 'Generate types' }).click()
  const dialog = page.getByRole('dialog', { name: 'Generated types' })
  await expect(dialog.getByText('GitHub issue_comment.created, from 5 JSON bodies.')).toBeVisible()
  await expect(dialog.getByText(/export interface Github \{/)).toBeVisible({ timeout: 20_000 })
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download' }).click()
  expect(await readFile(await (await download).path(), 'utf8')).toContain('comment')
})

test.describe('import', () => {
  test('a HAR dropped on an empty bin shows its contents, and then they appear live in the list', async ({ page, bin }) => {
    await openBin(page, bin)
    const har = await readFile(CHROME_HAR, 'utf8')
    const broken = har.replace('"method": "GET"', '"method": "get"')
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer()
      data.items.add(new File([text], 'shop.har'))
      return data
    }, broken)
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer })
    await expect(page.getByText('Drop a HAR or NDJSON file to import its requests')).toBeVisible()
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
    const dialog = importDialog(page)
    await expect(dialog.getByText('2 requests found.')).toBeVisible()
    await expect(dialog.getByRole('list', { name: 'Skipped' })).toContainText(
      'log.entries.2 request.method is not a request method',
    )
    await dialog.getByRole('button', { name: 'Import 2 requests' }).click()
    await expect(dialog.getByText('2 requests imported.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(requestList(page).getByRole('link')).toHaveCount(2)
    await requestList(page)
      .getByRole('link', { name: /orders/ })
      .click()
    await expect(page.getByText('ünïcode').first()).toBeVisible()
  })

  test('rejects a file of another kind and lets the user choose another one', async ({ page, bin }) => {
    await openBin(page, bin)
    await openImport(page)
    const choose = (name: string, text: string) =>
      page.getByLabel('File to import').setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) })
    await choose('settings.json', '{"theme":"dark"}')
    await expect(importDialog(page).getByText('This is neither a HAR file nor an export of Creel.')).toBeVisible()
    await expect(importDialog(page).getByRole('button', { name: /^Import/ })).toHaveCount(0)
    await choose('broken.har', '{"log":')
    await expect(importDialog(page).getByText('This is neither a HAR file nor an export of Creel.')).toBeVisible()
    await expect(importDialog(page).getByText('log.entries is missing: this is not a HAR file', { exact: false })).toBeVisible()
    await expect(importDialog(page).getByRole('list', { name: 'Skipped' })).toHaveCount(0)
    await choose('one.ndjson', '{"method":"GET","url":"/x"}\n')
    await expect(importDialog(page).getByText('1 request found.')).toBeVisible()
  })

  test('stopping ends an import between two parts, and it can continue from there', async ({ page, bin, creel }) => {
    await openBin(page, bin)
    await openImport(page)
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/import', async (route) => {
      await released
      await route.continue()
    })
    const body = { encoding: 'utf8', data: 'x'.repeat(400_000) }
    const lines = Array.from({ length: 7 }, (_, i) => JSON.stringify({ method: 'POST', url: `/${i}`, body })).join('\n')
    await page.getByLabel('File to import').setInputFiles({ name: 'a.ndjson', mimeType: '', buffer: Buffer.from(lines) })
    const held = page.waitForRequest('**/import')
    await importDialog(page).getByRole('button', { name: 'Import 7 requests' }).click()
    await held
    await importDialog(page).getByRole('button', { name: 'Stop' }).click()
    release()
    await expect(importDialog(page).getByText('2 requests imported.')).toBeVisible()
    await expect(importDialog(page).getByRole('alert')).toContainText('5 requests of the file are left')
    await page.unroute('**/import')
    await importDialog(page).getByRole('button', { name: 'Resume' }).click()
    await expect(importDialog(page).getByText('7 requests imported.')).toBeVisible()
    expect((await allCaptures(creel.url, bin)).map(({ path }) => path)).toEqual(['/0', '/1', '/2', '/3', '/4', '/5', '/6'])
  })
})

test('a request copied as curl arrives unchanged when it is run', async ({ page, bin, creel, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await fill(bin, 1)
  await openBin(page, bin)
  await requestList(page).getByRole('link').first().click()
  await page.getByRole('button', { name: 'Copy as' }).click()
  await page.getByRole('menuitem', { name: 'curl' }).click()
  await expect(page.getByText('Copied as curl')).toBeVisible()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  const directory = await mkdtemp(path.join(tmpdir(), 'creel-curl-'))
  await writeFile(path.join(directory, 'again.sh'), command)
  await run('bash', [path.join(directory, 'again.sh')])
  await rm(directory, { recursive: true })
  const [first, again] = (await allCaptures(creel.url, bin)).slice(-2)
  expect([again!.url, again!.method, again!.body, again!.bodySha256]).toEqual([
    first!.url,
    first!.method,
    first!.body,
    first!.bodySha256,
  ])
  expect(again!.headers.filter(([name]) => /^x-b$/i.test(name))).toEqual([
    ['X-B', '1'],
    ['x-b', '2'],
  ])
})
