import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Page } from '@playwright/test'
import type { OwnBin } from './bins'
import { openBin } from './inspector'
import { startReceiver } from './receiver'
import { expect, test } from './test'

const post = (bin: OwnBin, path: string, body = '{"n":1}') =>
  fetch(bin.captureUrl + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

const rows = (page: Page) => page.getByRole('list', { name: 'Captured requests' }).getByRole('link')
const form = (page: Page) => page.getByRole('region', { name: 'Resend' })
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })

async function openForm(page: Page): Promise<void> {
  await rows(page).first().click()
  await page.getByRole('article').getByRole('button', { name: 'Resend', exact: true }).click()
  await form(page).waitFor()
}

/** Saves a target in the resend form's target manager. */
async function saveTarget(page: Page, name: string, url: string, changes = ''): Promise<void> {
  await form(page)
    .getByRole('button', { name: /Saved targets|Manage targets/ })
    .click()
  await dialog(page, 'Saved targets').getByRole('button', { name: 'Add a target' }).click()
  const fields = dialog(page, 'Save a target')
  await fields.getByLabel('Name').fill(name)
  await fields.getByLabel('URL').fill(url)
  await fields.getByLabel('Header changes').fill(changes)
  await fields.getByRole('button', { name: 'Save target' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Opens the sequence dialog for all requests in the list. */
async function openSequence(page: Page, url: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await dialog(page, 'Actions').getByRole('combobox').fill('Resend all in the list')
  await page.keyboard.press('Enter')
  await dialog(page, 'Resend several requests').getByRole('textbox', { name: 'Target' }).fill(url)
}

test('saved targets survive a reload, and one send reaches all ticked targets, each with its own headers', async ({
  page,
  bin,
}) => {
  const [one, two] = [await startReceiver(), await startReceiver()]
  two.answerWith(500, { 'content-type': 'application/json' }, '{"error":"no"}')
  await post(bin, '/orders')
  await openBin(page, bin)
  await openForm(page)
  await saveTarget(page, 'Staging', `${one.url}/a`, 'Authorization: Bearer t\n-User-Agent')
  await saveTarget(page, 'Local', `${two.url}/b`)
  await page.reload()
  await page.getByRole('article').getByRole('button', { name: 'Resend', exact: true }).click()
  for (const name of [/Staging/, /Local/]) await form(page).getByRole('checkbox', { name }).check()
  await form(page).getByRole('button', { name: 'Send to 2' }).click()

  const [first, second] = [await one.next(), await two.next()]
  expect([first.target, second.target]).toEqual(['/a', '/b'])
  expect(first.rawHeaders.join(' ')).toContain('Authorization Bearer t')
  expect(first.rawHeaders.map((each) => each.toLowerCase())).not.toContain('user-agent')
  expect(second.rawHeaders.join(' ')).not.toContain('Authorization')
  const answers = form(page).getByRole('list', { name: 'Responses' })
  await expect(answers.getByRole('button', { name: /Staging.*200.*ok/ })).toBeVisible()
  await answers.getByRole('button', { name: /Local.*500.*Body differs from the first/ }).click()
  await form(page).getByRole('button', { name: 'Compare with the first' }).click()
  await expect(dialog(page, 'Compare two responses').getByRole('row', { name: /status 200 500/ })).toBeVisible()
  await Promise.all([one.close(), two.close()])
})

test('targets can be renamed, moved and deleted, and a deletion can be undone', async ({ page, bin }) => {
  await post(bin, '/orders')
  await openBin(page, bin)
  await openForm(page)
  await saveTarget(page, 'One', 'http://127.0.0.1:4001/')
  await saveTarget(page, 'Two', 'http://127.0.0.1:4002/')
  await form(page).getByRole('button', { name: 'Manage targets' }).click()
  const manager = page.getByRole('dialog')
  const names = manager.getByRole('listitem')
  await manager.getByRole('button', { name: 'Move Two up' }).click()
  await expect(names).toContainText(['Two', 'One'])
  await manager.getByRole('button', { name: 'Change One' }).click()
  await manager.getByLabel('Name').fill('Uno')
  await manager.getByRole('button', { name: 'Save target' }).click()
  await expect(names).toContainText(['Two', 'Uno'])
  await manager.getByRole('button', { name: 'Delete Two' }).click()
  await expect(names).toHaveCount(1)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(form(page).getByRole('checkbox')).toHaveCount(2)
})

test('sends requests oldest first, one after another, and nothing after Stop', async ({ page, bin }) => {
  for (const path of ['/1', '/2', '/3', '/4']) await post(bin, path)
  await openBin(page, bin)
  const held = await startHeldReceiver()
  await openSequence(page, held.url)
  const sequence = dialog(page, 'Resend several requests')
  let next = held.arrival()
  await sequence.getByRole('button', { name: 'Start' }).click()
  await next
  next = held.arrival()
  held.answer(200)
  await next
  await expect(sequence.getByText('1 of 4')).toBeVisible()
  await sequence.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(sequence.getByText('Stopping after the current request…')).toBeVisible()
  held.answer(200)
  await expect(sequence.getByRole('status')).toHaveText('Stopped. 2 not sent.')
  expect(held.times).toHaveLength(2)
  const results = sequence.getByRole('list', { name: 'Results' }).getByRole('listitem')
  await expect(results).toContainText(['#1', '#2', '#3', '#4'])
  await expect(results.nth(1)).toContainText('200')
  await expect(results.nth(2)).toContainText('waiting')

  next = held.arrival()
  await sequence.getByRole('button', { name: /^Resume/ }).click()
  await next
  next = held.arrival()
  held.answer(200)
  await next
  held.answer(200)
  await expect(sequence.getByRole('status')).toHaveText('All sent.')
  expect(held.times).toHaveLength(4)
  held.close()
})

test('a sequence keeps its pace, continues in the background, and resends failed requests', async ({ page, bin }) => {
  for (const path of ['/1', '/2', '/3']) await post(bin, path, `{"path":"${path}"}`)
  const held = await startHeldReceiver()
  await openBin(page, bin)
  for (const box of await page.getByRole('checkbox', { name: /^Select #[13]$/ }).all()) await box.check({ force: true })
  await page.getByRole('button', { name: 'Resend the selected requests' }).click()
  const sequence = dialog(page, 'Resend several requests')
  await sequence.getByRole('textbox', { name: 'Target' }).fill(held.url)
  await sequence.getByRole('button', { name: 'Per second' }).click()
  await sequence.getByRole('textbox', { name: 'Sends per second' }).fill('2')
  let next = held.arrival()
  await sequence.getByRole('button', { name: 'Start' }).click()
  await next
  await sequence.getByRole('button', { name: 'Continue in the background' }).click()
  await expect(page.getByText('0 of 2')).toBeVisible()
  next = held.arrival()
  held.answer(503)
  await next
  held.answer(503)
  await expect(page.getByText('Resent: 0 answered, 2 failed')).toBeVisible()
  expect(held.bodies).toEqual(['{"path":"/1"}', '{"path":"/3"}'])
  expect(held.times[1]! - held.times[0]!).toBeGreaterThan(250)

  await page.getByRole('button', { name: 'Show' }).click()
  for (const count of [1, 2]) {
    next = held.arrival()
    if (count === 1) await sequence.getByRole('button', { name: 'Resend the failed 2' }).click()
    await next
    held.answer(200)
  }
  await expect(sequence.getByText('2 answered')).toBeVisible()
  expect(held.bodies).toHaveLength(4)
  held.close()

  await sequence.getByRole('list', { name: 'Results' }).getByRole('button').first().click()
  const line = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem').first()
  await expect(line).toContainText('503 → 200')
  await expect(line.getByRole('button', { expanded: true })).toBeVisible()
})

test('Shift+R resends a request with its last changes, another one as captured, and the toast links to the answer', async ({
  page,
  bin,
  receiver,
}) => {
  await post(bin, '/first', '{"a":1}')
  await post(bin, '/second', '{"a":2}')
  await openBin(page, bin)
  await openForm(page)
  await form(page).getByRole('textbox', { name: 'Target' }).fill(receiver.url)
  await form(page)
    .getByRole('textbox', { name: 'Method' })
    .or(form(page).getByRole('combobox', { name: 'Method' }))
    .fill('PUT')
  await form(page).getByRole('button', { name: 'Send', exact: true }).click()
  expect((await receiver.next()).method).toBe('PUT')
  await form(page).getByRole('button', { name: 'Close the resend form' }).click()

  await page.keyboard.press('Shift+R')
  const again = await receiver.next()
  expect([again.method, again.body.toString()]).toEqual(['PUT', '{"a":2}'])
  await expect(page.getByText(/^#2: 200 in /)).toBeVisible()
  await expect(page.getByText('(changed: method)')).toBeVisible()

  await page.keyboard.press('j')
  await expect(page.getByRole('article', { name: 'Request #1' })).toBeVisible()
  receiver.answerWith(418, {}, 'short and stout')
  await page.keyboard.press('Shift+R')
  const other = await receiver.next()
  expect([other.method, other.body.toString()]).toEqual(['POST', '{"a":1}'])
  const note = page.getByRole('listitem').filter({ hasText: /#1: 418 in / })
  await note.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(/capture=cap_\w+_1#dl_/)
  await expect(page.getByRole('article').getByText('short and stout')).toBeVisible()
})

test('an invalid field shows its error, and nothing is sent', async ({ page, bin, receiver }) => {
  await post(bin, '/orders')
  await openBin(page, bin)
  await openForm(page)
  const target = form(page).getByRole('textbox', { name: 'Target' })
  await target.fill('127.0.0.1:8080')
  await target.blur()
  await expect(target).toHaveValue('http://127.0.0.1:8080')
  await target.fill('ftp://127.0.0.1:8080')
  await target.blur()
  await expect(form(page).getByRole('alert')).toContainText('Use an http or https URL')
  await target.fill(receiver.url)
  await form(page)
    .getByRole('button', { name: /^Headers/ })
    .click()
  await form(page).getByRole('textbox', { name: 'Headers' }).fill('X-Fine: 1\nBad Name: 2')
  await expect(form(page).getByRole('alert')).toContainText('Line 2: "Bad Name" is not a valid header name')
  await form(page).getByRole('button', { name: 'Send', exact: true }).click()
  await form(page).getByRole('button', { name: 'Reset to captured' }).click()
  await form(page).getByRole('button', { name: 'Send', exact: true }).click()
  await receiver.next()
  expect(receiver.requests).toHaveLength(1)
})

/** A receiver that answers the last request only when the test says so. */
async function startHeldReceiver() {
  const bodies: string[] = []
  const times: number[] = []
  let answer = (_status: number) => {}
  let arrived = () => {}
  const server = createServer(async (request, response) => {
    times.push(performance.now())
    bodies.push(await text(request))
    answer = (status) => response.writeHead(status).end('ok')
    arrived()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    bodies,
    times,
    /** Call before triggering the request. */
    arrival: () => new Promise<void>((resolve) => (arrived = resolve)),
    answer: (status: number) => answer(status),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

test('an idempotency check resends one request and reports the answers of a receiver that remembers it', async ({
  page,
  bin,
}) => {
  const seen = new Set<string>()
  const target = createServer(async (req, res) => {
    const body = await text(req)
    res.writeHead(seen.has(body) ? 409 : 200).end(seen.has(body) ? 'seen' : 'done')
    seen.add(body)
  }).listen(0, '127.0.0.1')
  await post(bin, '/orders', '{"id":"evt_1"}')
  await openBin(page, bin)
  await rows(page).first().click()
  await page.keyboard.press('Control+k')
  await dialog(page, 'Actions').getByRole('combobox').fill('Check idempotency')
  await page.keyboard.press('Enter')
  const check = dialog(page, 'Check idempotency of #1')
  await check.getByLabel('Target').fill(`127.0.0.1:${(target.address() as AddressInfo).port}`)
  await check.getByLabel('Times').fill('3')
  await check.getByRole('button', { name: 'Start' }).click()
  await expect(check.getByRole('status')).toHaveText('The second and the third got 409, and the first 200.')
  await check.getByRole('button', { name: 'Different: compare' }).first().click()
  await expect(dialog(page, 'Compare two responses')).toContainText('409')
  target.close()
})
