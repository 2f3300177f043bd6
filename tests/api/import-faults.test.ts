import { afterEach, expect, test, vi } from 'vitest'
import type { Bin } from '#lib/core/bin'
import { AppError } from '#lib/core/errors'
import { openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
afterEach(() => api.close())

const NDJSON = { 'content-type': 'application/x-ndjson' }
const HAR = { 'content-type': 'application/json' }
const line = (path: string) => `${JSON.stringify({ method: 'POST', url: path, body: { encoding: 'utf8', data: 'abc' } })}\n`

function importTo({ bin, key }: { bin: Bin; key: string }, body: unknown, headers: Record<string, string> = NDJSON) {
  return api.call('POST', `/api/v1/bins/${bin.id}/import`, { key, body, headers })
}

async function pathsIn({ bin }: { bin: Bin }): Promise<string[]> {
  const { key } = (await api.rt.store.findBin(bin.id))!
  const found = await api.rt.store.listCaptures(key, { limit: 500, after: 0 })
  return found.map(({ target }) => target.replace(`/in/${bin.id}`, ''))
}

test.each([
  ['lines that are no captures', NDJSON, '{}\n'.repeat(20_000)],
  ['entries that are no requests', HAR, `{"log":{"entries":[${'{},'.repeat(20_000)}{}]}}`],
])('%s: the import stops after 1,000 and says where', async (_, headers, body) => {
  api = await openApi()
  const made = await api.makeBin()
  const problem = await problemOf(await importTo(made, body, headers))
  expect(problem).toMatchObject({ status: 422, code: 'invalid_input' })
  expect(problem.detail).toContain('more than 1000 entries are not captures')
  const stoppedAt = headers === NDJSON ? 'line 1001' : 'log.entries.1000'
  expect([problem.errors![0]!.path, problem.errors!.length]).toEqual([stoppedAt, 101])
})

test.each([
  ['headers that are none', { headers: Array.from({ length: 100_000 }, () => ['', '']) }],
  ['headers without number', { headers: Array.from({ length: 300_000 }, () => 1) }],
  ['a long URL', { url: '/\u{1F600}'.repeat(300_000) }],
])('%s in one line are one fault, and the next line is read', async (_, fields) => {
  api = await openApi()
  const made = await api.makeBin()
  const body = `${JSON.stringify({ method: 'POST', url: '/', ...fields })}\n${line('/good')}`
  const answer = await importTo(made, body)
  expect(await answer.json()).toMatchObject({ imported: 1, skippedCount: 1, skipped: [{ path: 'line 1' }] })
})

test('if the database fails midway, the named line is the first not stored, and importing from there creates no duplicates', async () => {
  api = await openApi()
  const made = await api.makeBin()
  const paths = Array.from({ length: 700 }, (_, i) => `/${i}`)
  const { addCaptures } = api.rt.store
  let calls = 0
  api.rt.store.addCaptures = async (batch) => {
    calls += 1
    if (calls === 3) throw new AppError('storage_unavailable', 'The disk is full.')
    return addCaptures(batch)
  }
  const problem = await problemOf(await importTo(made, paths.map(line).join('')))
  api.rt.store.addCaptures = addCaptures
  const next = Number(/^line (\d+)$/.exec(problem.errors![0]!.path)![1])
  expect(problem.detail).toBe(
    `The disk is full. ${next - 1} captures of the file were imported and stay. Import the rest from line ${next} on.`,
  )
  expect(await pathsIn(made)).toEqual(paths.slice(0, next - 1).slice(0, 500))
  expect((await importTo(made, paths.slice(next - 1).map(line).join(''))).status).toBe(200) // biome-ignore format: one step
  expect((await api.rt.store.findBin(made.bin.id))!.captureCount).toBe(700)
})

test('imports only the HTTP requests of a HAR, and names the others with their scheme', async () => {
  api = await openApi()
  const made = await api.makeBin()
  const urls = [
    'wss://example.com/live',
    'data:image/png;base64,AAAA',
    'blob:https://example.com/1b2c',
    'about:blank',
    'chrome-extension://abc/x.js',
    'https://example.com/good?a=1',
  ]
  const entries = urls.map((url) => ({
    startedDateTime: '2026-01-02T03:04:05.000Z',
    request: { method: 'GET', url, headers: [] },
  }))
  const report = (await (await importTo(made, JSON.stringify({ log: { entries } }), HAR)).json()) as {
    skipped: { message: string }[]
  }
  expect(report.skipped.map(({ message }) => message)).toEqual(
    ['wss', 'data', 'blob', 'about', 'chrome-extension'].map(
      (scheme) => `request.url is a ${scheme}: URL: only HTTP requests are imported`,
    ),
  )
  expect(await pathsIn(made)).toEqual(['/good?a=1'])
})

const harOf = (...entries: string[]) => `{"log":{"entries":[${entries.join(',')}]}}`
const entryOf = (path: string) =>
  JSON.stringify({
    startedDateTime: '2026-05-04T03:02:01Z',
    request: { method: 'GET', url: `https://a.example${path}`, headers: [] },
  })

test.each([
  ['NDJSON without a line of JSON', NDJSON, 'nonsense\n{"method":\n', 'line 1', []],
  ['a HAR sent as NDJSON, in lines', NDJSON, '{\n"log": {\n"entries": [\n', 'line 1', []],
  ['words', HAR, 'nonsense', 'log.entries', []],
  ['nothing', HAR, '', 'log.entries', []],
  ['a JSON array that is cut', HAR, '[{"method":"GET"', 'log.entries', []],
  ['NDJSON sent as a HAR', HAR, line('/a') + line('/b'), 'log.entries', []],
  ['a HAR that is cut in an entry', HAR, harOf(entryOf('/a'), entryOf('/b')).slice(0, -20), 'log.entries.1', ['/a']],
  ['a HAR that is cut behind its entries', HAR, harOf(entryOf('/a')).slice(0, -1), 'log.entries.1', ['/a']],
  ['a HAR with something behind it', HAR, `${harOf(entryOf('/a'))} and more`, 'log.entries.1', ['/a']],
  ['a HAR with a broken entry', HAR, harOf(entryOf('/a'), '{"request":}', entryOf('/c')), 'log.entries.1', ['/a']],
  ['a HAR without a comma', HAR, harOf(`${entryOf('/a')} ${entryOf('/b')}`), 'log.entries.0', []],
])('%s is malformed JSON, and what came before the fault stays', async (_name, headers, body, path, stored) => {
  api = await openApi()
  const made = await api.makeBin()
  const problem = await problemOf(await importTo(made, body, headers))
  expect(problem).toMatchObject({ status: 400, code: 'malformed_json' })
  expect(problem.errors![0]!.path).toBe(path)
  expect(await pathsIn(made)).toEqual(stored)
  if (stored.length > 0) expect(problem.detail).toContain(`${stored.length} captures of the file were imported and stay`)
  else expect(problem.detail).not.toContain('were imported')
})

test.each([
  ['a broken line among others', NDJSON, `nonsense\n${line('/a')}`, 1, 1],
  ['a line that is JSON, but no capture', NDJSON, 'nonsense\n{}\n', 0, 2],
  ['JSON that is no HAR', HAR, '[{"method":"GET"}]', 0, 1],
  ['a HAR with much beside its entries', HAR, `{"pages":"${'x'.repeat(70_000)}",${harOf(entryOf('/a')).slice(1)}`, 1, 0],
])('%s is no reason to refuse the file', async (_name, headers, body, imported, skippedCount) => {
  api = await openApi()
  const answer = await importTo(await api.makeBin(), body, headers)
  expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ imported, skippedCount })])
})

test.each([
  ['blank lines', NDJSON, '\n'.repeat(1_000_000)],
  ['lines of spaces', NDJSON, ' \n'.repeat(500_000)],
  ['white space of a HAR', HAR, `{"log":{"entries":[${' '.repeat(1_000_000)}]}}`],
  ['parts of a HAR that are skipped', HAR, `{"log":{"other":[${'1,'.repeat(500_000)}1],"entries":[]}}`],
])('%s: other work gets its turn after every 16 KiB', async (_, headers, body) => {
  api = await openApi()
  const made = await api.makeBin()
  const turn = vi.spyOn(api.rt.limits.turns, 'next')
  const answer = await importTo(made, body, headers)
  expect(await answer.json()).toEqual({ imported: 0, skippedCount: 0, skipped: [] })
  expect(turn.mock.calls.length).toBeGreaterThanOrEqual(1_000_000 / 16_384)
})

test('a fault behind blank lines has the number of its line', async () => {
  api = await openApi()
  const made = await api.makeBin()
  const answer = await importTo(made, `\n\n${line('/a')}\n \n\nx\n`)
  expect(await answer.json()).toMatchObject({ imported: 1, skipped: [{ path: 'line 7' }] })
})
