import { openBin } from './inspector'
import { expect, test } from './test'

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

test('the filter looks into bodies, stands in the URL, and what comes in obeys it', async ({ page, bin }) => {
  await post(`${bin.captureUrl}/one`, { amount: 1 })
  await post(`${bin.captureUrl}/two`, { amount: 200 })
  await openBin(page, bin)
  await page.keyboard.press('/')
  await page.keyboard.type('$.amount>100')
  const rows = page.getByRole('list', { name: 'Captured requests' }).getByRole('link')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/q=/)
  await page.reload()
  await expect(rows).toHaveCount(1)
  await post(`${bin.captureUrl}/three`, { amount: 2 })
  await post(`${bin.captureUrl}/four`, { amount: 300 })
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('/four')
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(rows).toHaveCount(4)
})

test('a fault is told of, and nothing is hidden', async ({ page, bin }) => {
  await post(bin.captureUrl, {})
  await openBin(page, bin)
  await page.getByRole('combobox', { name: 'Filter' }).fill('(method:POST')
  await page.getByRole('heading', { name: 'Requests' }).click()
  await expect(page.getByRole('search').getByRole('alert')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Captured requests' }).getByRole('link')).toHaveCount(1)
})
