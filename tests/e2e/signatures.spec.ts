import { createHmac } from 'node:crypto'
import { ownerOf } from './bins'
import { openBin } from './inspector'
import { expect, test } from './test'

const SECRET = 'swordfish-0123456789'
const SPACED = '{"zen": "Keep it logically awesome."}'
const DENSE = '{"zen":"Keep it logically awesome."}'

/** Posts `body` like GitHub, with a signature over `signed`. */
async function postSigned(captureUrl: string, body: string, signed = body): Promise<void> {
  const signature = `sha256=${createHmac('sha256', SECRET).update(signed).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-github-event': 'ping', 'x-hub-signature-256': signature }
  await fetch(captureUrl, { method: 'POST', headers, body })
}

test('a pasted secret is tried on stored requests before it is saved, and then explains a wrong signature', async ({
  page,
  bin,
}) => {
  await postSigned(bin.captureUrl, SPACED, DENSE)
  await postSigned(bin.captureUrl, DENSE)
  await openBin(page, bin)
  await page.locator('[data-capture]').first().click()
  await page.getByRole('tab', { name: 'Signature' }).click()
  await expect(page.getByText('This request looks signed by GitHub. Add the secret of your webhook to check it.')).toBeVisible()
  await page.getByRole('button', { name: 'Add the secret…' }).click()

  const places = await page.locator('[data-capture]').evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top))
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.postData()?.includes(SECRET)) sent.push(`${request.method()} ${request.url()}`)
  })
  await page.getByLabel('Secret', { exact: true }).fill(SECRET)
  await expect(page.getByRole('status', { name: 'Trial' })).toContainText('1 of 2 valid')
  expect(sent).toEqual([])
  await page.getByRole('button', { name: 'Save the secret' }).click()
  await expect(page.getByRole('list', { name: 'Secrets of this bin' })).toContainText('…6789')
  expect(sent).toHaveLength(1)
  await page.keyboard.press('Escape')

  const rows = page.locator('[data-capture]')
  await expect(rows.nth(0)).toHaveAccessibleName(/Signature valid/)
  await expect(rows.nth(1)).toHaveAccessibleName(/Signature invalid/)
  expect(await rows.evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top))).toEqual(places)
  const panel = page.getByRole('tabpanel', { name: 'Signature' })
  await expect(panel).toContainText('Valid.')
  await rows.nth(1).click()
  await page.getByRole('tab', { name: 'Headers' }).click()
  await page.getByRole('button', { name: 'Signature invalid' }).click()
  await expect(panel).toContainText('Invalid.')
  await expect(panel.getByRole('region', { name: 'Why' })).toContainText('Proven')
  await expect(panel.getByRole('region', { name: 'Expected against sent' }).locator('mark')).toHaveCount(2)
  expect(await page.content()).not.toContain(SECRET)
})

test('a filter by verdict stays right when somebody else adds a secret, however old the requests are', async ({
  page,
  bin,
  creel,
}) => {
  const owner = ownerOf(creel.url, bin)
  await owner.addSecret({ bin: bin.id, body: { scheme: 'github', secret: 'another-0123456789' } })
  await postSigned(bin.captureUrl, SPACED)
  await postSigned(bin.captureUrl, DENSE)
  for (
    let count = 0;
    count < 2_000;
    count += 100 // these get no event of their own any more
  )
    await Promise.all(Array.from({ length: 100 }, () => fetch(bin.captureUrl)))
  await openBin(page, bin)
  await page.getByRole('combobox', { name: 'Filter' }).fill('signature:invalid')
  const rows = page.locator('[data-capture]')
  await expect(rows).toHaveCount(2)
  await owner.addSecret({ bin: bin.id, body: { scheme: 'github', secret: SECRET } })
  await expect(rows).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Filter' }).fill('signature:valid')
  await expect(rows).toHaveCount(2)
})

test('checks a pasted request only in the browser, and the page stays usable with a body of 10 MiB', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Check a signature' }).click()
  await expect(page.getByRole('heading', { name: 'Check a signature' })).toBeVisible()
  const calls: string[] = []
  page.on('request', (request) => {
    const isOfThePage = /\/(?:_next\/.*|icon\.svg|site\.webmanifest)$/.test(request.url())
    if (!isOfThePage || request.method() !== 'GET') calls.push(request.url())
  })
  await page.getByRole('button', { name: 'Load an example' }).click()
  await page.getByRole('button', { name: 'Check the signature' }).click()
  const result = page.getByRole('region', { name: 'Result' })
  await expect(result).toContainText('The body was parsed and serialised again')
  const buffer = Buffer.alloc(10 * 1_048_576, '{"a": 1}')
  await page.getByLabel('File with the body').setInputFiles({ name: 'body.json', mimeType: 'application/json', buffer })
  await page.getByRole('button', { name: 'Check the signature' }).click()
  await expect(result.getByRole('status', { name: 'Checking the signature' })).toBeVisible()
  const longestPauseMs = await page.evaluate(async () => {
    let longest = 0
    for (let last = performance.now(); document.querySelector('[aria-label="Checking the signature"]'); ) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }
    return longest
  })
  await expect(result).toContainText('Invalid.')
  expect(longestPauseMs, 'the computation is in a worker').toBeLessThan(1_000)
  expect(calls).toEqual([])
})

test('signs an edited request again for its target, and the test finds that the target checks nothing', async ({
  page,
  bin,
  creel,
  receiver,
}) => {
  await ownerOf(creel.url, bin).addSecret({ bin: bin.id, body: { scheme: 'github', secret: SECRET } })
  await postSigned(bin.captureUrl, DENSE)
  await openBin(page, bin)
  await page.locator('[data-capture]').first().click()
  await page.getByRole('button', { name: 'Resend' }).first().click()
  await page.getByRole('textbox', { name: 'Target' }).fill(receiver.url)
  await page.getByRole('button', { name: /^Body/ }).click()
  await page.getByRole('textbox', { name: 'Body', exact: true }).fill('{"zen":"Edited."}')
  await page.getByRole('note').getByRole('button', { name: 'Sign again' }).click()
  await expect(page.getByLabel('Sign with')).toContainText('GitHub')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const { body, rawHeaders } = await receiver.next()
  expect(body.toString()).toBe('{"zen":"Edited."}')
  const digest = createHmac('sha256', SECRET).update(body).digest('hex')
  expect(rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === 'x-hub-signature-256') + 1]).toBe(`sha256=${digest}`)
  await page.getByRole('button', { name: 'Test what the target refuses' }).click()
  await expect(page.getByText('accepts it: it does not check this')).toHaveCount(3)
})
