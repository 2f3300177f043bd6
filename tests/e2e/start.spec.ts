import { expect, test } from './test'

test('answers GET / within 3 s of the ready line', async ({ creel, page }) => {
  const readyAt = performance.now()
  const response = await fetch(creel.url)
  expect(response.status).toBe(200)
  expect(performance.now() - readyAt).toBeLessThan(3_000)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})
