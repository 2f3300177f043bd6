import { openBin } from './inspector'
import { expect, test } from './test'

test('the bin answers each preset as the preview shows', async ({ page, bin }) => {
  await openBin(page, bin)
  for (const preset of ['204', '301', '400', '401', '404', '429', '500', '503', '200']) {
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog', { name: 'Response to senders' })
    await dialog.getByRole('button', { name: preset, exact: true }).click()
    const preview = (await dialog.getByRole('region', { name: 'Preview' }).locator('pre').textContent())!
    const [head, body] = preview.split('\n\n') as [string, string]
    const saved = page.waitForResponse((response) => response.request().method() === 'PATCH')
    await dialog.getByRole('button', { name: 'Save' }).click()
    expect((await saved).status()).toBe(200)
    await expect(dialog).toHaveCount(0)
    const answer = await fetch(bin.captureUrl, { method: 'POST', body: '{}', redirect: 'manual' })
    expect(String(answer.status)).toBe(preset)
    const [, ...headers] = head.split('\n').filter((line) => !line.startsWith('x-creel-capture'))
    for (const line of headers) {
      const [name, value] = line.split(': ') as [string, string]
      expect(answer.headers.get(name), `${preset}: ${name}`).toBe(value)
    }
    const id = answer.headers.get('x-creel-capture')!
    expect(await answer.text(), preset).toBe(body.replace('cap_…', id))
  }
  for (const [preset, header] of [
    ['401', 'www-authenticate'],
    ['429', 'retry-after'],
    ['503', 'retry-after'],
    ['301', 'location'],
  ]) {
    await page.keyboard.press('e')
    await page.getByRole('button', { name: preset!, exact: true }).click()
    await expect(page.getByRole('region', { name: 'Preview' })).toContainText(`${header}: `)
    await page.keyboard.press('Escape')
  }
})
