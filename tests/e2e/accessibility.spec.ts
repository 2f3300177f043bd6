import { expectClean } from './axe'
import { makeBin } from './bins'
import { openBin } from './inspector'
import { expect, test } from './test'

// The page of a bin that is not there is answered with 404, and the browser says so.
test.use({ expectedConsoleErrors: /404/ })

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the pages and dialogs, ${theme}`, async ({ page, context, creel }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.goto('/')
    await expectClean(page, 'home')
    const bin = await makeBin(creel.url, { name: 'Orders' })
    await context.addCookies([{ name: 'creel_key', value: bin.accessKey, url: creel.url }])
    await openBin(page, bin)
    await expectClean(page, 'empty bin')
    for (const path of ['/one?a=1', '/two', '/two']) {
      await fetch(bin.captureUrl + path, { method: 'POST', headers: { 'x-github-event': 'push' }, body: '{"a":[1,true,"x"]}' })
    }
    await expectClean(page, 'bin')
    await page.getByRole('list', { name: 'Captured requests' }).getByRole('link').first().click()
    for (const tab of ['Headers', 'Query', 'Deliveries', 'Overview', 'Body']) {
      await page.getByRole('tab', { name: tab }).click()
      await expectClean(page, tab)
    }
    await page.getByRole('button', { name: 'Resend' }).first().click()
    await page.getByRole('textbox', { name: 'Target' }).waitFor()
    await expectClean(page, 'resend')
    await page.getByRole('button', { name: 'Saved targets' }).click()
    await page.getByRole('dialog').waitFor()
    await expectClean(page, 'saved targets')
    await page.getByRole('button', { name: 'Add a target' }).click()
    await expectClean(page, 'a target')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Close the resend form' }).click()
    for (const key of ['e', '?', 'v', 'Control+k']) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      await expectClean(page, `dialog of ${key}`)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await page.getByRole('checkbox', { name: 'Pick #1' }).check({ force: true })
    await page.getByRole('button', { name: 'Resend the picked ones' }).click()
    const sequence = page.getByRole('dialog', { name: 'Resend several requests' })
    await expect(sequence).toBeVisible()
    await expectClean(page, 'resend several')
    await sequence.getByRole('textbox', { name: 'Target' }).fill('http://127.0.0.1:1/')
    await sequence.getByRole('button', { name: 'Start' }).click()
    await expect(sequence.getByRole('status')).toBeVisible()
    await expectClean(page, 'several resent')
    await page.goto('/bins/nope')
    await expectClean(page, 'not found')
  })
}
