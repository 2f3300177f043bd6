import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Client, createClient } from '#lib/client/client'
import { createBin, matchers } from '../../cli/test/index'
import { waitUntil } from '../../cli/wait-until'
import { serveApi } from '../server/serve-api'
import { type Creel, startCreel } from '../server/start-creel'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: serveApi })
  vi.stubEnv('CREEL_URL', creel.url)
  vi.stubEnv('CREEL_KEY', creel.accessKey)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await creel.close()
})

const bins: Awaited<ReturnType<typeof createBin>>[] = []
afterEach(async () => {
  for (const bin of bins.splice(0)) await bin.delete()
})
async function aBin() {
  const bin = await createBin({ name: 'mine' })
  bins.push(bin)
  return bin
}

const send = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'X-Try': '1' }, body: JSON.stringify(body) })
const text = (result: { message(): string }) => result.message()

test('toReceive counts earlier and later captures', async () => {
  const bin = await aBin()
  await send(bin.url, { type: 'invoice.paid' })
  const received = matchers.toReceive(bin, 'event:invoice.paid', { count: 2, within: '20s' })
  await send(bin.url, { type: 'invoice.paid' })
  expect(await received).toMatchObject({ pass: true })
  expect(text(await received)).toBe('Expected no event:invoice.paid; #1 POST /, #2 POST / came.')
})

test('the failure shows what nearly matched, condition by condition, and what went elsewhere', async () => {
  const bin = await aBin()
  await send(bin.url, { type: 'invoice.paid', amount: '40' })
  await send(`${creel.url}/in/${bin.id.slice(0, -1)}${bin.id.endsWith('0') ? '1' : '0'}`, { amount: 40 })
  const { pass, message } = await matchers.toReceive(bin, 'event:invoice.paid $.amount==40', { within: 100 })
  expect(pass).toBe(false)
  const [first, ...lines] = message().split('\n')
  expect(first).toBe('Expected event:invoice.paid $.amount==40 within 0.1 s; 0 matched, 1 did not.')
  expect(lines.slice(0, 3)).toEqual([
    'Nearest:',
    '  #1  ✓ event:invoice.paid  ✗ $.amount==40: found "40"',
    'Elsewhere, at the same time:',
  ])
  expect(lines[3]).toMatch(/a request to \/in\/[a-z0-9]+ was refused: 404 bin_not_found$/)
})

test('toStayQuiet fails only on captures after the last one seen', async () => {
  const bin = await aBin()
  await send(bin.url, { type: 'first' })
  expect(text(await matchers.toStayQuiet(bin, '50ms'))).toBe('Expected nothing for 0.05 s; #1 POST / came.')
  await matchers.toReceive(bin, '$.type==first')
  expect(await matchers.toStayQuiet(bin, '50ms')).toMatchObject({ pass: true })
  await send(bin.url, { type: 'second' })
  expect(text(await matchers.toStayQuiet(bin, '20s'))).toBe('Expected nothing for 20 s after #1; #2 POST / came.')
  expect(await matchers.toStayQuiet(bin, '50ms', '$.type==refund')).toMatchObject({ pass: true })
})

test('next returns one capture after another, and rejects with the reason', async () => {
  const bin = await aBin()
  for (const n of [1, 2, 3]) await send(bin.url, { n })
  const first = await bin.next()
  expect([first.json(), first.header('x-try'), first.seq]).toEqual([{ n: 1 }, '1', 1])
  expect((await bin.next('$.n>2')).text()).toBe('{"n":3}')
  await expect(bin.next('', { within: '50ms' })).rejects.toThrow('Expected a request within 0.05 s; 0 matched')
})

test("next fetches a body that is too long for a wait's answer", async () => {
  const bin = await aBin()
  const body = 'x'.repeat(9_000_000)
  for (const _ of [1, 2]) await fetch(bin.url, { method: 'POST', body })
  await matchers.toReceive(bin, '', { count: 2 })
  expect((await bin.next()).text()).toBe(body)
})

test('reply sets the response; a list needs rules, and the error says so', async () => {
  const bin = await aBin()
  const owner = createClient({ origin: creel.url, accessKey: creel.accessKey })
  await bin.reply(503)
  expect((await send(bin.url, {})).status).toBe(503)
  await bin.reply({ status: 201, body: { ok: true }, headers: { 'x-mine': 'yes' } })
  const answer = await send(bin.url, {})
  expect([answer.status, await answer.text(), answer.headers.get('x-mine')]).toEqual([201, '{"ok":true}', 'yes'])
  expect(answer.headers.get('content-type')).toBe('application/json')
  await bin.reply({ status: 500, headers: { 'retry-after': '9' }, body: 'down', delayMs: 30_000 })
  await bin.reply(200)
  const response = async () => (await owner.getBin({ bin: bin.id })).response
  expect(await response()).toEqual({ status: 200, headers: [], body: null, delayMs: 0 })
  await bin.reply({ status: 500, body: 'down' })
  await bin.reply({ headers: { 'x-mine': 'again' }, delayMs: 5 })
  expect(await response()).toEqual({ status: 200, headers: [['x-mine', 'again']], body: null, delayMs: 5 })
  await expect(bin.reply({ state: 500 } as never)).rejects.toThrow()
  await expect(bin.reply([500, 500, 200] as never)).rejects.toThrow('bin.reply([500, 500, 200]) needs rules')
})

test('har returns the captures, and deleting the bin ends its waits', async () => {
  const bin = await createBin()
  await send(bin.url, { n: 1 })
  expect(JSON.parse(await bin.har()).log.entries).toHaveLength(1)
  const waiting = bin.next('path:/never', { within: '5m' })
  const ended = expect(waiting).rejects.toThrow('The bin was deleted.')
  await bin.delete()
  await ended
  expect((await send(bin.url, {})).status).toBe(404)
})

test('without a key the bin has a new owner', async () => {
  vi.stubEnv('CREEL_KEY', '')
  const bin = await createBin().finally(() => vi.stubEnv('CREEL_KEY', creel.accessKey))
  bins.push(bin)
  await send(bin.url, {})
  expect(await matchers.toReceive(bin)).toMatchObject({ pass: true })
})

test.each([
  ['a misspelt option', (bin: object) => matchers.toReceive(bin as never, '', { witin: 1 } as never), 'Did you mean "within"?'],
  [
    'a count of none',
    (bin: object) => matchers.toReceive(bin as never, '', { count: 0 }),
    'count is a whole number from 1 to 100',
  ],
  ['a broken filter', (bin: object) => matchers.toReceive(bin as never, '$.a=='), 'the filter'],
  ['a time that is none', (bin: object) => matchers.toStayQuiet(bin as never, 'soon'), 'a time takes a time such as 30s'],
  ['what is no bin', () => matchers.toReceive('https://example.com' as never), 'expect(bin) takes a bin from creel/test'],
])('%s is an error and not a test that passes', async (_, ask, why) => {
  await expect(ask(await aBin())).rejects.toThrow(why)
})

test('createBin reports which server cannot be reached, or why it refuses', async () => {
  await expect(createBin({ url: 'http://127.0.0.1:1' })).rejects.toThrow('No bin could be created at http://127.0.0.1:1: ')
  await expect(createBin({ key: 'ck_000000000000000000000' })).rejects.toThrow(`No bin could be created at ${creel.url}`)
})

test('a wait longer than one call allows continues in another call from the same seq', async () => {
  const asked: { after: number; timeout: number }[] = []
  const client = {
    waitForCaptures: async ({ after, timeout }: { after: number; timeout: number }) => {
      asked.push({ after, timeout })
      return { satisfied: asked.length === 3, captures: [], seen: 0, nextAfter: 9, nearest: [], elsewhere: [] }
    },
  } as unknown as Pick<Client, 'waitForCaptures'>
  const input = { bin: 'b', q: '', after: 4, count: 1 }
  await waitUntil(client, input, Date.now() + 300_000, new AbortController().signal)
  expect(asked).toEqual(Array.from({ length: 3 }, () => ({ after: 4, timeout: 50 })))
})
