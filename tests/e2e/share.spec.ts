import { openBin } from './inspector'
import { expect, test } from './test'

const SECRET = 'swordfish-0123456789'

test.use({ expectedConsoleErrors: /401/ })

test('a share link shows a bin live, without credentials and without any control that writes, until it is revoked', async ({
  page,
  bin,
  creel,
  browser,
}) => {
  const send = (path: string) =>
    fetch(`${creel.url}/in/${bin.id}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` },
      body: JSON.stringify({ apiKey: SECRET, plain: 'visible' }),
    })
  await send('first')
  await openBin(page, bin)
  await page.getByRole('button', { name: 'More for this bin' }).click()
  await page.getByRole('menuitem', { name: 'Share…' }).click()
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = await page.getByLabel('The new link, shown this once').inputValue()

  const elsewhere = await browser.newContext()
  const shared = await elsewhere.newPage()
  await shared.goto(link)
  expect(shared.url()).toBe(`${creel.url}/bins/${bin.id}`)
  await expect(shared.getByText('Shared, read-only. Credentials are hidden.')).toBeVisible()
  await send('second')
  await shared.getByRole('link', { name: /second/ }).click()
  await expect(shared.getByText('visible', { exact: false }).first()).toBeVisible()
  await shared.getByRole('tab', { name: /Headers/ }).click()
  await expect(shared.getByText('REDACTED').first()).toBeVisible()
  expect(await shared.content()).not.toContain(SECRET)
  for (const name of ['Resend', 'Delete', 'Pin', 'More for this bin', 'Rename']) {
    await expect(shared.getByRole('button', { name, exact: true })).toHaveCount(0)
  }

  await page.getByRole('button', { name: 'Revoke' }).click()
  await expect(shared.getByRole('heading', { name: 'This link has ended' })).toBeVisible()
  await shared.reload()
  await expect(shared.getByText('It has expired or was revoked', { exact: false })).toBeVisible()
  await elsewhere.close()
})
