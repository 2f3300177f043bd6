import { expectClean } from './axe'
import { openBin } from './inspector'
import { expect, test } from './test'

const MARKUP = '<img src=x onerror="document.title=`hacked`"> evil'
const HOSTILE = MARKUP.replace('evil', '\u202eevil') // notes drop characters that reorder text

test('a note written by keyboard appears in the list and in the other tab, and the filter finds it', async ({
  page,
  context,
  bin,
}) => {
  for (const path of ['/one', '/two']) await fetch(`${bin.captureUrl}${path}`, { method: 'POST', body: 'x' })
  await openBin(page, bin)
  const other = await context.newPage()
  await openBin(other, bin)
  const row = (tab: typeof page, path: string) =>
    tab.getByRole('list', { name: 'Captured requests' }).getByRole('link').filter({ hasText: path })
  await row(other, '/one').click()
  await row(page, '/one').click()

  await expect(page.getByRole('article')).toBeVisible()
  await page.keyboard.press('n')
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused()
  await page.keyboard.type('Ask Ada')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type(HOSTILE)
  await page.keyboard.press('Enter')
  for (const tab of [page, other]) {
    await expect(tab.getByRole('region', { name: 'Note' })).toHaveText(`Ask Ada\n${MARKUP}`, { useInnerText: true })
    await expect(row(tab, '/one')).toContainText('Ask Ada')
    await expect(tab.getByRole('region', { name: 'Note' }).locator('img')).toHaveCount(0)
  }
  await expectClean(page, 'a note')

  await other.getByRole('combobox', { name: 'Filter' }).fill('note:"ask ada"')
  await expect(row(other, '/two')).toHaveCount(0)
  await expect(row(other, '/one')).toHaveCount(1)

  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Note' }).fill('done')
  await page.keyboard.press('Enter')
  await expect(other.getByText('No request matches the filter.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Note' })).toHaveText('done') // the other tab may be updated first

  await page.keyboard.press('p')
  await other.getByRole('combobox', { name: 'Filter' }).fill('is:pinned')
  await expect(row(other, '/one')).toContainText('done')
  await expect(row(other, '/one').getByLabel('Pinned')).toBeVisible()

  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Note' }).fill('never')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Note' })).toHaveText('done')
})
