import { openBin } from './inspector'
import { expect, test } from './test'

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

test('the filter searches bodies, is part of the URL, and applies to new requests', async ({ page, bin }) => {
  await post(`${bin.captureUrl}/one`, { amount: 1 })
  await post(`${bin.captureUrl}/two`, { amount: 200 })
  await openBin(page, bin)
  await page.keyboard.press('/')
  await page.keyboard.type('$.amount>100')
  const rows = page.getByRole('list', { name: 'Captured requests' }).getByRole('link')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(({ searchParams }) => searchParams.get('q') === '$.amount>100') // the address follows the box
  await page.reload()
  await expect(rows).toHaveCount(1)
  await post(`${bin.captureUrl}/three`, { amount: 2 })
  await post(`${bin.captureUrl}/four`, { amount: 300 })
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('/four')
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(rows).toHaveCount(4)
})

test('a mistake in the filter is reported, and nothing is hidden', async ({ page, bin }) => {
  await post(bin.captureUrl, {})
  await openBin(page, bin)
  await page.getByRole('combobox', { name: 'Filter' }).fill('(method:POST')
  await page.getByRole('heading', { name: 'Requests' }).click()
  await expect(page.getByRole('search').getByRole('alert')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Captured requests' }).getByRole('link')).toHaveCount(1)
})

test("suggestions come from the bin's own requests and are selected by keyboard", async ({ page, bin }) => {
  await fetch(`${bin.captureUrl}/orders`, { method: 'PUT', headers: { 'x-shop-event': 'order.paid' } })
  await post(`${bin.captureUrl}/other`, {})
  await openBin(page, bin)
  const field = page.getByRole('combobox', { name: 'Filter' })
  const option = page.getByRole('option')
  await page.keyboard.press('/')
  await page.keyboard.type('meth')
  await expect(option.first()).toHaveText(/^method:/)
  await page.keyboard.press('ArrowDown')
  await expect(option.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue('method:')
  await expect(option).toHaveText([/^POST/, /^PUT/])
  await page.keyboard.press('ArrowUp') // the last one
  await page.keyboard.press('Tab')
  await expect(field).toHaveValue('method:PUT ')
  await expect(page.getByRole('list', { name: 'Captured requests' }).getByRole('link')).toHaveText([/\/orders/])
  await page.keyboard.press('Escape')
  await expect(option).toHaveCount(0)
  await expect(field).not.toBeFocused()
  await expect(field).toHaveValue('method:PUT ')
})

test('not, or and parentheses narrow the list, and a mistake is marked, also in the API', async ({ page, bin, creel }) => {
  for (const path of ['a', 'b', 'c']) await post(`${bin.captureUrl}/${path}`, { from: path })
  await openBin(page, bin)
  const field = page.getByRole('combobox', { name: 'Filter' })
  const rows = page.getByRole('list', { name: 'Captured requests' }).getByRole('link')
  await field.fill('not (path:/a or body.from=="c")')
  await expect(rows).toHaveText([/\/b/])
  await field.fill('path:/b size:>big')
  await page.getByRole('heading', { name: 'Requests' }).click()
  const fault = page.getByRole('search').getByRole('alert')
  await expect(fault.locator('mark')).toHaveText('big')
  await expect(fault).toContainText('10kb')
  const headers = { authorization: `Bearer ${bin.accessKey}` }
  const answer = await fetch(`${creel.url}/api/v1/bins/${bin.id}/captures?q=${encodeURIComponent('path:/b size:>big')}`, {
    headers,
  })
  expect([answer.status, JSON.stringify(await answer.json())]).toEqual([422, expect.stringContaining('at character 15')])
})

test('a link with a filter opens filtered, an open request keeps the filter, and Back closes the request', async ({
  page,
  bin,
}) => {
  await post(`${bin.captureUrl}/one`, { amount: 1 })
  await post(`${bin.captureUrl}/two`, { amount: 200 })
  await openBin(page, bin)
  await page.goto(`/bins/${bin.id}?q=${encodeURIComponent('$.amount>100')}`)
  const rows = page.getByRole('list', { name: 'Captured requests' }).getByRole('link')
  await expect(rows).toHaveText([/\/two/])
  await rows.click()
  await expect(page.getByRole('article')).toBeVisible()
  await expect(page).toHaveURL(/q=.*capture=|capture=.*q=/)
  await page.goBack()
  await expect(page.getByRole('article')).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue('$.amount>100')
  await expect(rows).toHaveText([/\/two/])
})
