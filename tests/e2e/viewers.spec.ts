import { gzipSync } from 'node:zlib'
import type { Locator, Page } from '@playwright/test'
import { openBin } from './inspector'
import { openPoster } from './post-raw'
import { expect, test } from './test'

const encode = (text: string) => new TextEncoder().encode(text)
const base64 = (text: string) => Buffer.from(text).toString('base64')
const JWT = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from('{"sub":"ada","exp":1600000000}').toString('base64url')}.c2ln`
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

type Sample = { type: string; body: string | Uint8Array; shown: string; expected: (body: Locator) => Locator }

/** A value by its key. */
const named = (key: string) => new RegExp(`(?:^| )"${key}":`)

const text = (wanted: string | RegExp) => (body: Locator) => body.getByText(wanted).first()
const item = (name: string) => (body: Locator) => body.getByRole('treeitem', { name: named(name) })

const SAMPLES: Sample[] = [
  { type: 'application/json', body: '{"id":12345678901234567890}', shown: 'JSON', expected: text('12345678901234567890') },
  { type: 'application/x-ndjson', body: '{"a":1}\n{"b":2}\n', shown: 'NDJSON', expected: item('b') },
  { type: 'application/x-www-form-urlencoded', body: 'user=ada+l&n=1', shown: 'Form', expected: text('ada l') },
  {
    type: 'multipart/form-data; boundary=b',
    body: '--b\r\nContent-Disposition: form-data; name="doc"; filename="d.json"\r\nContent-Type: application/json\r\n\r\n{"k":1}\r\n--b--\r\n',
    shown: 'Multipart',
    expected: (body) => body.getByRole('heading', { name: 'doc' }),
  },
  { type: 'application/json', body: '{"query":"query Q { me { id } }"}', shown: 'GraphQL', expected: text('query') },
  { type: 'application/jwt', body: JWT, shown: 'JWT', expected: text(/^Expired \d+ years? ago, at 2020-09-13 12:26:40/) },
  { type: 'application/xml', body: '<order id="7"><item/></order>', shown: 'XML', expected: text('"7"') },
  { type: 'text/html', body: '<!doctype html><h1>Hi</h1>', shown: 'HTML', expected: text('<!doctype html>') },
  { type: 'text/csv', body: 'name,age\nada,36\n', shown: 'CSV', expected: (body) => body.getByRole('gridcell', { name: 'ada' }) },
  { type: 'application/x-protobuf', body: Uint8Array.of(8, 0x96, 1), shown: 'Protobuf', expected: text('150') },
  {
    type: 'application/msgpack',
    body: Uint8Array.of(0x81, 0xa1, 0x61, 0xcf, 255, 255, 255, 255, 255, 255, 255, 255),
    shown: 'MessagePack',
    expected: text('18446744073709551615'),
  },
  { type: 'application/cbor', body: Uint8Array.of(0xa1, 1, 0xf9, 0x3c, 0), shown: 'CBOR', expected: text('1.0') },
  { type: 'image/png', body: PNG, shown: 'Image', expected: text('image/png, 1 × 1') },
  {
    type: 'application/pdf',
    body: '%PDF-1.7\n',
    shown: 'PDF',
    expected: (body) => body.getByRole('link', { name: 'Download the PDF' }),
  },
  { type: 'text/plain; charset=iso-8859-1', body: Uint8Array.of(0xe9, 0x74, 0xe9), shown: 'Text', expected: text('été') },
  { type: 'application/octet-stream', body: Uint8Array.of(0, 1, 2, 255), shown: 'Hex', expected: text(/00 01 02 ff/) },
]

async function post(
  port: number,
  binId: string,
  type: string,
  body: string | Uint8Array,
  extra: [string, string][] = [],
): Promise<void> {
  const bytes = typeof body === 'string' ? encode(body) : body
  const poster = await openPoster(port)
  const headers: [string, string][] = [['Content-Type', type], ['Content-Length', String(bytes.length)], ...extra]
  expect((await poster.post(`/in/${binId}/x`, { headers, body: bytes })).status).toBe(200)
  poster.close()
}

/** Opens the capture with this number and returns its detail. */
async function open(page: Page, seq: number): Promise<Locator> {
  await page.locator(`[data-capture$="_${seq}"]`).click()
  return page.getByRole('article', { name: `Request #${seq}` })
}

const menuOf = (detail: Locator) => detail.getByRole('button', { name: /^Shown as/ }).first()

async function choose(page: Page, detail: Locator, kind: string): Promise<void> {
  await menuOf(detail).click()
  await page.getByRole('menuitem', { name: kind, exact: true }).click()
}

test('guesses each format and shows its content', async ({ page, bin, creel }) => {
  test.slow()
  for (const { type, body } of SAMPLES) await post(creel.port, bin.id, type, body)
  await openBin(page, bin)
  for (const [i, { shown, expected }] of SAMPLES.entries()) {
    const detail = await open(page, i + 1)
    await expect(menuOf(detail), shown).toHaveText(`Shown as ${shown}`)
    await expect(expected(detail), shown).toBeVisible()
  }
})

test('offers a PDF as a download and never opens it in the page', async ({ page, bin, creel }) => {
  await post(creel.port, bin.id, 'application/pdf', '%PDF-1.7\n')
  await openBin(page, bin)
  const detail = await open(page, 1)
  const link = detail.getByRole('link', { name: 'Download the PDF' })
  await expect(link).toHaveAttribute('download', 'body.pdf')
  const saved = page.waitForEvent('download')
  await link.click()
  expect((await saved).suggestedFilename()).toBe('body.pdf')
  expect(page.context().pages()).toHaveLength(1)
})

test('a failed choice shows the reason; a working one is kept for the next capture of its type, until it does not fit', async ({
  page,
  bin,
  creel,
}) => {
  await post(creel.port, bin.id, 'text/plain', 'hello')
  await post(creel.port, bin.id, 'text/plain', '42')
  await openBin(page, bin)
  let detail = await open(page, 1)
  await choose(page, detail, 'PDF')
  await expect(detail.getByText('This cannot be shown as chosen: it does not begin with %PDF-.')).toBeVisible()
  detail = await open(page, 2)
  await expect(detail.getByText('Not shown as PDF, as you chose for this type: it does not begin with %PDF-.')).toBeVisible()
  await choose(page, detail, 'Hex')
  await expect(menuOf(detail)).toHaveText('Shown as Hex')
  detail = await open(page, 1)
  await expect(menuOf(detail)).toHaveText('Shown as Hex')
})

test('opens nested content in place: SNS, Slack, Pub/Sub, three levels deep', async ({ page, bin, creel }) => {
  const sns = { Type: 'Notification', Message: JSON.stringify({ order: { id: 42 }, token: JWT }) }
  await post(creel.port, bin.id, 'text/plain; charset=UTF-8', JSON.stringify(sns))
  await post(creel.port, bin.id, 'application/x-www-form-urlencoded', `payload=${encodeURIComponent('{"type":"block_actions"}')}`)
  await post(
    creel.port,
    bin.id,
    'application/json',
    JSON.stringify({ message: { data: base64('{"id": "order-1"}'), messageId: '1' } }),
  )
  await openBin(page, bin)

  let detail = await open(page, 1)
  await detail.getByRole('button', { name: 'Open JSON' }).click()
  await expect(detail.getByRole('treeitem', { name: named('order') })).toBeVisible()
  await detail.getByRole('button', { name: 'Open JWT' }).click()
  await expect(detail.getByText(/^Expired \d+ years? ago, at 2020-09-13/)).toBeVisible()

  detail = await open(page, 2)
  await detail.getByRole('button', { name: 'Open JSON' }).click()
  await expect(detail.getByText('"block_actions"', { exact: true })).toBeVisible()

  detail = await open(page, 3)
  await detail.getByRole('button', { name: 'Open base64' }).click()
  await expect(detail.getByText('"order-1"', { exact: true })).toBeVisible()
})

test('unpacks a compressed body and shows its sizes before and after', async ({ page, bin, creel }) => {
  const packed = gzipSync(`{"list":[${'1,'.repeat(600)}1]}`)
  await post(creel.port, bin.id, 'application/json', packed, [['Content-Encoding', 'gzip']])
  await openBin(page, bin)
  const detail = await open(page, 1)
  await expect(detail.getByText(/^gzip \d+ B → 1\.2 KB$/)).toBeVisible()
  await detail.getByRole('button', { name: 'Show compressed, as sent' }).click()
  await expect(menuOf(detail)).toHaveText('Shown as Hex')
})

test('copies path and value by mouse, by key and from the menu of a value', async ({ page, bin, creel, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await post(creel.port, bin.id, 'application/json', '{"a":{"b c":["caf\\u00e9",1.0]}}')
  await openBin(page, bin)
  const detail = await open(page, 1)
  const value = detail.getByRole('treeitem').filter({ hasText: 'caf\\u00e9' })
  await value.click()
  await value.getByRole('button', { name: 'Copy path' }).click()
  await expect.poll(clipboard).toBe('$.a["b c"][0]')
  await detail.getByRole('tree').focus()
  await page.keyboard.press('ControlOrMeta+c')
  await expect.poll(clipboard).toBe('café')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Copy path' }).click()
  await expect.poll(clipboard).toBe('$.a["b c"][1]')
  await expect(detail.getByRole('tree')).toBeFocused()
  await value.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy value' }).click()
  await expect.poll(clipboard).toBe('café')
})

test('searches through escapes and folds, counts, and folds to a level', async ({ page, bin, creel }) => {
  const body = `{"deep":{"er":{"who":"Ren\\u00e9e"}},"list":[${'0,'.repeat(20)}0],"also":"renée"}`
  await post(creel.port, bin.id, 'application/json', body)
  await openBin(page, bin)
  const detail = await open(page, 1)
  const foldBy = async (name: string) => {
    await detail.getByRole('button', { name: 'Collapse', exact: true }).click()
    await page.getByRole('menuitem', { name, exact: true }).click()
  }
  await foldBy('Collapse all')
  await expect(detail.getByRole('treeitem', { name: named('who') })).toBeHidden()
  await detail.getByRole('searchbox', { name: 'Search in the body' }).fill('renée')
  await expect(detail.getByText('1/2')).toBeVisible()
  await expect(detail.getByRole('treeitem', { name: named('who') })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(detail.getByText('2/2')).toBeVisible()
  await expect(detail.getByRole('treeitem', { name: named('also') })).toHaveAttribute('aria-selected', 'true')
  await foldBy('Show 2 levels')
  await expect(detail.getByRole('treeitem', { name: named('er') })).toBeVisible()
  await expect(detail.getByRole('treeitem', { name: named('who') })).toBeHidden()
})

test('letters jump to a name in a tree focused by keyboard; after a click they are page shortcuts', async ({
  page,
  bin,
  creel,
}) => {
  await post(creel.port, bin.id, 'application/json', '{"first":1}')
  await post(creel.port, bin.id, 'application/json', '{"alpha":1,"beta":2,"jay":3}')
  await openBin(page, bin)
  const detail = await open(page, 2)
  await detail.getByRole('treeitem', { name: named('alpha') }).click()
  await page.keyboard.press('j')
  await expect(page.getByRole('article', { name: 'Request #1' })).toBeVisible()
  await page.keyboard.press('k')
  await menuOf(detail).focus()
  while (!(await detail.getByRole('tree').evaluate((tree) => tree === document.activeElement))) await page.keyboard.press('Tab')
  await page.keyboard.press('j')
  await expect(detail.getByRole('treeitem', { name: named('jay') })).toHaveAttribute('aria-selected', 'true')
})
