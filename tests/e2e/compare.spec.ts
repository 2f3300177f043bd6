import type { Page } from '@playwright/test'
import type { OwnBin } from './bins'
import { openBin } from './inspector'
import { expect, test } from './test'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Compare' })
const rows = (page: Page, part: string) => dialog(page).getByRole('table', { name: part }).getByRole('row')

async function send(bin: OwnBin, target: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const response = await fetch(bin.captureUrl + target, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: bytes as BodyInit,
  })
  expect(response.status).toBe(200)
}

/** Opens the newest request and compares it with the previous similar one. */
async function compareNewest(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Captured requests' }).getByRole('link').first().click()
  await expect(page.getByRole('button', { name: 'Copy as' })).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('v')
}

test('one key compares with the previous similar request: parameters, paths, an inserted item, dimmed times', async ({
  page,
  bin,
}) => {
  const order = (items: unknown[], rest: object) => ({ id: 'o1', sent_at: `2026-05-0${items.length}T10:00:00Z`, items, ...rest })
  await send(
    bin,
    '/orders?page=1&size=10',
    order(
      [
        { id: 'a', n: 1 },
        { id: 'b', n: 2 },
      ],
      { note: 'x' },
    ),
    { 'x-one': '1' },
  )
  await send(bin, '/other', {})
  await send(
    bin,
    '/orders?page=2&size=10',
    order(
      [
        { id: 'z', n: 9 },
        { id: 'a', n: 1 },
        { id: 'b', n: 3 },
      ],
      { paid: true },
    ),
    {
      'x-one': '2',
    },
  )
  await openBin(page, bin)
  await compareNewest(page)
  await expect(dialog(page).getByRole('region', { name: 'Before' })).toContainText('#1')
  await expect(rows(page, 'Query')).toHaveText([/Where/, 'page12'])
  await expect(rows(page, 'Body')).toHaveText([
    /Where/,
    /^\$\.sent_at/,
    '$.items[0].id—"z"',
    '$.items[0].n—9',
    '$.items[2].n23',
    '$.note"x"—',
    '$.paid—true',
  ])
  await expect(rows(page, 'Headers').filter({ hasText: 'x-one' })).toHaveText(['x-one12'])
  await dialog(page)
    .getByRole('checkbox', { name: /Hide times, ids and signatures/ })
    .check()
  await expect(rows(page, 'Body').filter({ hasText: 'sent_at' })).toHaveCount(0)
  await page.keyboard.press('s')
  await expect(dialog(page).getByRole('region', { name: 'Before' })).toContainText('#3')
  await expect(rows(page, 'Query')).toHaveText([/Where/, 'page21'])
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
})

test('finds the previous similar request by sender and event, far down a bin, and steps from one to the next', async ({
  page,
  bin,
}) => {
  const push = (path: string, ref: string) =>
    send(bin, path, { ref }, { 'x-github-event': 'push', 'user-agent': 'GitHub-Hookshot/1' })
  await push('/a', 'one')
  await push('/b', 'two')
  for (let i = 0; i < 120; i += 1) await send(bin, '/a', { i })
  await push('/c', 'three')
  await openBin(page, bin)
  await compareNewest(page)
  const side = dialog(page).getByRole('region', { name: 'Before' })
  await expect(side).toContainText('#2')
  await expect(rows(page, 'Body')).toHaveText([/Where/, '$.ref"two""three"'])
  await page.keyboard.press('[')
  await expect(side).toContainText('#1')
  await dialog(page).getByRole('button', { name: 'Earlier' }).click()
  await expect(dialog(page).getByText('There is no earlier similar request.')).toBeVisible()
  await page.keyboard.press(']')
  await expect(side).toContainText('#2')
})

test('the first of its kind has no previous request, and two equal ones are called the same', async ({ page, bin }) => {
  await send(bin, '/same', { a: 1 })
  await openBin(page, bin)
  await compareNewest(page)
  await expect(dialog(page).getByText('There is no earlier similar request.')).toBeVisible()
  await page.keyboard.press('Escape')
  await send(bin, '/same', { a: 1 })
  const list = page.getByRole('list', { name: 'Captured requests' }).getByRole('link')
  await expect(list).toHaveCount(2)
  await list.first().click()
  await page.keyboard.press('v')
  await expect(dialog(page).getByText('The two requests are the same.')).toBeVisible()
})

test('compares binary bodies as hex, and shows a part of a megabyte', async ({ page, bin }) => {
  const bytes = (at: number) => new Uint8Array(1_000_000).fill(255).with(at, 1)
  await send(bin, '/bytes', bytes(0), { 'content-type': 'application/octet-stream' })
  await send(bin, '/bytes', bytes(800_000), { 'content-type': 'application/octet-stream' })
  await openBin(page, bin)
  await compareNewest(page)
  await expect(dialog(page).getByText(/These bodies are large: 16,384 bytes, starting at number 0,/)).toBeVisible({
    timeout: 30_000,
  })
  await expect(dialog(page).getByText(/^00000000 {2}01 ff/)).toBeVisible()
})
