import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Page } from '@playwright/test'
import { ROOT } from '../../scripts/sources.mjs'
import { makeBin, makeReadKey, ownerOf } from './bins'
import { startCreel } from './creel-process'
import { expectLive, openBin } from './inspector'
import { startReceiver } from './receiver'
import { expect, test } from './test'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Forwards' })
const post = (captureUrl: string, path: string, body = '{"n": 1.10 }') =>
  fetch(captureUrl + path, { method: 'POST', headers: { 'content-type': 'application/json', 'X-Case': 'Kept' }, body })

async function openForwards(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More for this bin' }).click()
  await page.getByRole('menuitem', { name: 'Forwards…' }).click()
  await dialog(page).waitFor()
}

async function addForward(page: Page, url: string, pauses: string): Promise<void> {
  await dialog(page).getByLabel('Target URL').fill(url)
  await dialog(page).getByLabel('Name').fill('staging')
  await dialog(page).getByRole('button', { name: 'More' }).click()
  await dialog(page).getByLabel('Pauses between tries').fill(pauses)
  await dialog(page).getByRole('button', { name: 'Start forwarding' }).click()
  await expect(dialog(page).getByText('Running: nothing is waiting.')).toBeVisible()
}

test('a forward added on the page sends new requests, retries, and is shown at the request', async ({ page, bin, receiver }) => {
  receiver.answerWith(503, {}, 'not yet')
  await openBin(page, bin)
  await openForwards(page)
  await addForward(page, `${receiver.url}/hooks`, '300ms')
  await post(bin.captureUrl, '/orders?x=1')
  await expect(dialog(page).getByText(/1 waiting.*Last error: .*503/)).toBeVisible()
  receiver.answerWith(200, {}, 'taken')
  await expect(dialog(page).getByText('Running: nothing is waiting.')).toBeVisible()

  const sent = receiver.requests.at(-1)!
  expect([sent.method, sent.target, String(sent.body)]).toEqual(['POST', '/hooks/orders?x=1', '{"n": 1.10 }'])
  expect(sent.rawHeaders).toContain('X-Case')

  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: /Deliveries/ }).click()
  const lines = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem')
  await expect(lines.last()).toContainText('Forward staging, try 1')
  await expect(lines.nth(-2)).toContainText('Forward staging, try 2')
  await expect(lines.first()).toContainText(/503 → 200/)
})

test('the header reports what was not delivered, the filter shows them, and a retry of all updates every tab', async ({
  page,
  bin,
  receiver,
}) => {
  receiver.answerWith(400, {}, 'no')
  await openBin(page, bin)
  await openForwards(page)
  await addForward(page, receiver.url, '1s')
  const other = await page.context().newPage()
  await openBin(other, bin)
  await post(bin.captureUrl, '/first')
  await post(bin.captureUrl, '/second')
  for (const tab of [page, other]) await expect(tab.getByText('2 not delivered', { exact: true })).toBeAttached()

  await dialog(page).getByRole('button', { name: 'Show undelivered requests' }).click()
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue('forward:staging.dead')
  await expect(page.locator('[data-capture]')).toHaveCount(2)

  receiver.answerWith(200, {}, 'taken')
  await page.getByRole('button', { name: /^Forwards: 2 not delivered/ }).click()
  await dialog(page).getByRole('button', { name: 'Retry all of staging' }).click()
  await expect(dialog(page).getByText('Running: nothing is waiting.')).toBeVisible()
  await expect(other.getByRole('button', { name: /^Forwards:/ })).toHaveCount(0)
  expect(receiver.requests.map(({ target }) => target).sort()).toEqual(['/first', '/first', '/second', '/second'])

  await dialog(page).getByRole('button', { name: 'Delete staging' }).click()
  await dialog(page).getByRole('button', { name: 'Delete the forward' }).click()
  await expect(dialog(page).getByText('No forwards yet.', { exact: false })).toBeVisible()
  await post(bin.captureUrl, '/third')
  await page.keyboard.press('Escape')
  await expect(other.locator('[data-capture]')).toHaveCount(3)
  expect(receiver.requests).toHaveLength(4)
  await other.close()
})

test('shows a failing target with the time of the next attempt, and sends what arrived during a pause afterwards', async ({
  page,
  bin,
  receiver,
}) => {
  const down = await startReceiver()
  await down.close()
  await openBin(page, bin)
  await openForwards(page)
  await addForward(page, down.url, '1h')
  await post(bin.captureUrl, '/waits')
  await expect(dialog(page).getByText(/1 waiting.*Trying again in \d+ (?:min|h).*refused the connection/)).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Pause staging' }).click()
  await expect(dialog(page).getByText(/Paused: 1 waiting/)).toBeVisible()
  await post(bin.captureUrl, '/later')
  await expect(dialog(page).getByText(/Paused: 2 waiting/)).toBeVisible() // not announced by the stream, but fetched

  await dialog(page).getByRole('button', { name: 'Edit staging' }).click()
  await dialog(page).getByLabel('Target URL').fill(receiver.url)
  await dialog(page).getByRole('button', { name: 'Save' }).click()
  await dialog(page).getByRole('button', { name: 'Resume staging' }).click()
  await receiver.next()
  expect(receiver.requests[0]!.target).toBe('/later') // the other one waits for an hour
})

test.describe('faults', () => {
  test.use({ expectedConsoleErrors: /422/ })
  test("shows the server's error at its field", async ({ page, bin }) => {
    await openBin(page, bin)
    await openForwards(page)
    await dialog(page).getByLabel('Target URL').fill('http://10.0.0.1/')
    await dialog(page).getByLabel('Filter').fill('nosuch:field')
    await dialog(page).getByRole('button', { name: 'Start forwarding' }).click()
    await expect(dialog(page).getByLabel('Filter')).toHaveAttribute('aria-invalid', 'true')
    await dialog(page).getByLabel('Filter').fill('')
    await dialog(page).getByRole('button', { name: 'Start forwarding' }).click()
    await expect(dialog(page).getByLabel('Target URL')).toHaveAttribute('aria-invalid', 'true')
    await expect(dialog(page).getByRole('alert')).toContainText('10.0.0.1')
  })
})

test("Escape closes the filter's suggestions first and then the dialog", async ({ page, bin }) => {
  await openBin(page, bin)
  await openForwards(page)
  const suggestions = dialog(page).getByRole('listbox', { name: 'Suggestions' })
  await dialog(page).getByLabel('Filter').fill('met')
  await expect(suggestions).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(suggestions).toHaveCount(0)
  await expect(dialog(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
})

test('a read-only key sees the forwards but cannot change them, and a share link sees none', async ({
  page,
  bin,
  creel,
  receiver,
  browser,
}) => {
  const owner = ownerOf(creel.url, bin)
  receiver.answerWith(400, {}, 'no')
  await owner.createForward({ bin: bin.id, body: { name: 'staging', url: receiver.url } })
  await post(bin.captureUrl, '/dies')
  await receiver.next()
  const reading = await browser.newContext()
  const cookie = { name: 'creel_key', url: creel.url, httpOnly: true, sameSite: 'Lax' as const }
  await reading.addCookies([{ ...cookie, value: await makeReadKey(creel.url, bin) }])
  const reader = await reading.newPage()
  await openBin(reader, bin, creel.url)
  await reader.getByRole('button', { name: /^Forwards: 1 not delivered/ }).click()
  await expect(dialog(reader).getByText('staging')).toBeVisible()
  await expect(dialog(reader).getByRole('button')).toHaveText(['', 'Show undelivered requests'])
  await reading.close()

  const share = await owner.createShare({ bin: bin.id, body: { show: 'everything' } })
  await page.context().clearCookies()
  await page.goto(share.url)
  await expectLive(page)
  await page.locator('[data-capture]').first().click()
  await page.getByRole('tab', { name: /Deliveries/ }).click()
  await expect(page.getByText('Forward, try 1')).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: 'All actions' })).toBeVisible()
  await expect(page.getByRole('option', { name: /Forwards|localhost/ })).toHaveCount(0)
})

test('with CREEL_FORWARD=off the dialog says that forwards are off and offers no form', async ({ page }) => {
  const creel = await startCreel({ CREEL_FORWARD: 'off' })
  try {
    const bin = await makeBin(creel.url)
    await page
      .context()
      .addCookies([{ name: 'creel_key', value: bin.accessKey, url: creel.url, httpOnly: true, sameSite: 'Lax' }])
    await openBin(page, bin, creel.url)
    await openForwards(page)
    await expect(dialog(page).getByText('CREEL_FORWARD=off')).toBeVisible()
    await expect(dialog(page).getByLabel('Target URL')).toHaveCount(0)
    await page.goto('about:blank') // so that no pending call of the page breaks off
  } finally {
    await creel.remove()
  }
})

test('the commands shown in an empty bin bring its requests to a local server', async ({ page, bin, receiver }) => {
  await openBin(page, bin)
  await page.getByRole('button', { name: 'Bring webhooks to localhost' }).click()
  const listening = page.getByRole('dialog', { name: 'Bring webhooks to localhost' })
  await listening.getByLabel('Your server').fill(receiver.url)
  const login = await listening.getByRole('region', { name: '1. Log in, once' }).locator('pre').textContent()
  const listen = await listening.getByRole('region', { name: '2. Listen' }).locator('pre').textContent()
  await page.keyboard.press('Escape')

  const home = await mkdtemp(join(tmpdir(), 'creel-listen-'))
  const shell = (commands: string) => {
    const script = commands.replaceAll('npx creel-cli', `"${process.execPath}" "${join(ROOT, 'bin/creel.mjs')}"`)
    const env = {
      NODE_ENV: 'production' as const,
      PATH: process.env.PATH,
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_STATE_HOME: home,
    }
    return spawn('bash', ['-c', `exec 2>&1; ${script}`], { cwd: home, env, detached: true })
  }
  const loggedIn = shell(login!)
  loggedIn.stdin.end(bin.accessKey)
  expect((await once(loggedIn, 'exit'))[0]).toBe(0)
  const listener = shell(`${login!.split('\n')[0]}\n${listen}`)
  try {
    await untilListening(listener, bin.captureUrl)
    await post(bin.captureUrl, '/hello')
    expect((await receiver.next()).target).toBe('/hello')
    await page.locator('[data-capture]').first().click()
    await page.getByRole('tab', { name: /Deliveries/ }).click()
    await expect(page.getByRole('list', { name: 'Deliveries' })).toContainText('creel listen')
  } finally {
    process.kill(-listener.pid!, 'SIGKILL')
    await rm(home, { recursive: true, force: true })
  }
})

/** Resolves once the listener has printed the capture URL, which means that it listens. */
async function untilListening(listener: ChildProcess, captureUrl: string): Promise<void> {
  for await (const line of createInterface({ input: listener.stdout! })) {
    if (line.includes(captureUrl)) return void listener.stdout!.resume()
  }
  throw new Error('creel listen ended')
}
