import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'
import type { ArchiveKind } from '#lib/exporters/archive'
import { archiveFile } from '#lib/exporters/archive-file'
import { archives } from '#lib/exporters/archives'
import { postgresqlIsThere, temporaryPostgresql } from '../store/temporary-postgresql'
import { badFields, HOST, openApi, problemOf, type TestApi } from './test-api'

type Owned = { bin: Bin; key: string }
const DATABASES = postgresqlIsThere ? ['SQLite', 'PostgreSQL'] : ['SQLite']

describe.each(DATABASES)('an export on %s', (database) => {
  let api: TestApi
  let close: () => Promise<void>
  beforeAll(async () => {
    const temporary = database === 'SQLite' ? null : await temporaryPostgresql()
    api = await openApi(temporary ? { databaseUrl: temporary.url, secretKeys: ['ab'.repeat(32)] } : {})
    close = async () => {
      await api.close()
      await temporary?.drop()
    }
  })
  afterAll(() => close())

  const get = ({ bin, key }: Owned, query: Record<string, string>) =>
    api.call('GET', `/api/v1/bins/${bin.id}/export?${new URLSearchParams(query)}`, { key })

  async function lines(owned: Owned, query: Record<string, string> = {}): Promise<Capture[]> {
    const text = await (await get(owned, { format: 'ndjson', ...query })).text()
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Capture)
  }
  const seqs = async (owned: Owned, query?: Record<string, string>) => (await lines(owned, query)).map(({ seq }) => seq)

  async function filled(count: number, body = Buffer.from('{"a":1}')): Promise<Owned & { ids: string[] }> {
    const made = await api.makeBin()
    const stored = Array.from({ length: count }, (_, i) => api.capture(made.bin, { method: i % 2 ? 'PUT' : 'POST', body }))
    return { ...made, ids: (await Promise.all(stored)).map(({ id }) => id) }
  }

  async function link({ bin, key }: Owned, input: object): Promise<Owned> {
    const share = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'everything', ...input } })
    return { bin, key: ((await share.json()) as { token: string }).token }
  }

  test.each(Object.keys(archives) as ArchiveKind[])(
    'as %s holds the same as the captures one by one, oldest first',
    async (format) => {
      const made = await filled(3, Buffer.from([0, 255, 10]))
      const whole: Capture[] = []
      for (const id of made.ids) {
        const answer = await api.call('GET', `/api/v1/bins/${made.bin.id}/captures/${id}`, { key: made.key })
        whole.push((await answer.json()) as Capture)
      }
      const expected: Uint8Array[] = []
      for await (const piece of archiveFile(archives[format], [whole], { origin: `http://${HOST}` })) expected.push(piece)
      const answer = await get(made, { format })
      expect(answer.headers.get('content-type')).toBe(archives[format].contentType)
      expect(answer.headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment; filename="creel-${made.bin.id}-\\d{4}-\\d\\d-\\d\\d\\.${format}"$`),
      )
      const [got, wanted] = [Buffer.from(await answer.arrayBuffer()), Buffer.concat(expected)]
      if (format === 'zip')
        expect(got.byteLength).toBe(wanted.byteLength) // it contains the time at which it was written
      else expect(got.toString()).toBe(wanted.toString())
    },
  )

  test('accepts a range, a filter, ids, and all of them together', async () => {
    const made = await filled(7)
    const other = await filled(1)
    expect(await seqs(made)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(await seqs(made, { after: '2', before: '6' })).toEqual([3, 4, 5])
    expect(await seqs(made, { q: 'method:PUT' })).toEqual([2, 4, 6])
    expect(await seqs(made, { q: '$.a==1 method:PUT', after: '2' })).toEqual([4, 6])
    const ids = [made.ids[5]!, made.ids[1]!, other.ids[0]!, 'nonsense', made.ids[2]!, made.ids[1]!].join(',')
    expect(await seqs(made, { ids })).toEqual([2, 3, 6])
    expect(await seqs(made, { ids, q: 'method:PUT', before: '6' })).toEqual([2])
  })

  test('has each capture once even over several steps, without deleted ones', async () => {
    const made = await filled(1300)
    await api.call('POST', `/api/v1/bins/${made.bin.id}/captures/delete`, {
      key: made.key,
      body: { ids: made.ids.slice(300, 900) },
    })
    const expected = made.ids.map((_, i) => i + 1).filter((seq) => seq <= 300 || seq > 900)
    expect(await seqs(made)).toEqual(expected)
    expect(await seqs(made, { q: 'method:PUT' })).toEqual(expected.filter((seq) => seq % 2 === 0))
    await api.call('DELETE', `/api/v1/bins/${made.bin.id}/captures`, { key: made.key })
    expect(await seqs(made)).toEqual([])
  })

  test('a link exports what it shows: one capture, or all captures with credentials masked and other bodies omitted', async () => {
    const made = await api.makeBin()
    const secret = { rawHeaders: ['Content-Type', 'application/json', 'Authorization', 'Bearer s3cret'] }
    const first = await api.capture(made.bin, { ...secret, body: Buffer.from('{"password":"s3cret","a":1}') })
    await api.capture(made.bin, { rawHeaders: ['Content-Type', 'text/plain'], body: Buffer.from('password s3cret') })
    const one = await link(made, { captureId: first.id })
    expect(await seqs(one)).toEqual([1])
    expect(await seqs(one, { q: 'method:GET' })).toEqual([])
    expect(await seqs(one, { ids: `${made.bin.id},nonsense` })).toEqual([])
    const redacted = await link(made, { show: 'redacted' })
    const shown = await lines(redacted)
    expect(shown.map(({ bodyShown }) => bodyShown)).toEqual(['masked', 'withheld'])
    expect(await seqs(redacted, { q: 'body:s3cret' })).toEqual([])
    for (const format of Object.keys(archives)) {
      const text = Buffer.from(await (await get(redacted, { format })).arrayBuffer()).toString('latin1')
      expect(text).not.toContain('s3cret')
    }
  })

  test("includes each capture's verdict, through a redacted link too", async () => {
    const made = await api.makeBin()
    const secret = { scheme: 'github', secret: 'swordfish-0123456789' }
    expect((await api.call('POST', `/api/v1/bins/${made.bin.id}/secrets`, { key: made.key, body: secret })).status).toBe(201)
    const body = Buffer.from('{"id":1}')
    const digest = createHmac('sha256', secret.secret).update(body).digest('hex')
    await api.capture(made.bin, { rawHeaders: ['X-GitHub-Event', 'push', 'X-Hub-Signature-256', `sha256=${digest}`], body })
    await api.capture(made.bin, { rawHeaders: ['X-GitHub-Event', 'push', 'X-Hub-Signature-256', 'sha256=00'], body })
    await api.capture(made.bin)
    for (const reader of [made, await link(made, { show: 'redacted' })]) {
      expect((await lines(reader)).map(({ signature }) => signature?.verdict ?? null)).toEqual(['valid', 'invalid', null])
      const [head, ...rows] = (await (await get(reader, { format: 'csv' })).text()).trimEnd().split('\r\n')
      expect(head).toMatch(/,replyStatus,signature$/)
      expect(rows.map((row) => row.split(',').at(-1))).toEqual(['valid', 'invalid', ''])
    }
  })

  test('allows three at once per address; a reader that leaves frees its place', async () => {
    const made = await filled(40, Buffer.alloc(100_000))
    const open = await Promise.all([1, 2, 3].map(() => get(made, { format: 'ndjson' })))
    const readers = open.map(({ body }) => body!.getReader())
    for (const reader of readers) expect((await reader.read()).done).toBe(false)
    expect(await problemOf(await get(made, { format: 'ndjson' }))).toMatchObject({ code: 'too_many_requests' })
    await readers[0]!.cancel()
    expect((await seqs(made)).length).toBe(40)
    await Promise.all(readers.map((reader) => reader.cancel()))
    expect((await seqs(made)).length).toBe(40)
  })

  test('breaks off if the bin is deleted meanwhile, so that half a file does not look complete', async () => {
    const made = await filled(60, Buffer.alloc(100_000))
    const reader = (await get(made, { format: 'ndjson' })).body!.getReader()
    await reader.read()
    await api.call('DELETE', `/api/v1/bins/${made.bin.id}`, { key: made.key })
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toMatchObject({ code: 'bin_not_found' })
  })

  test.each([
    [{}, ['format']],
    [{ format: 'xml' }, ['format']],
    [{ format: 'har', q: 'size:>' }, ['q']],
    [{ format: 'har', ids: '' }, ['ids']],
    [{ format: 'har', before: 'x' }, ['before']],
  ] as [Record<string, string>, string[]][])('%j is refused', async (query, fields) => {
    expect(await badFields(await get(await filled(1), query))).toEqual(fields)
  })
})
