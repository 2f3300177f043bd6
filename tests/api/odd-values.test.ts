import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type OwnDatabase } from '../store/databases'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

// Values that PostgreSQL can neither store nor look for: NUL in a text, and numbers beyond a column's type. Both databases answer alike.

describe.each(databases)('odd values on %s', (_name, open) => {
  let db: OwnDatabase
  let api: TestApi
  beforeAll(async () => {
    db = await open()
    api = await openApi({ databaseUrl: db.url })
  })
  afterAll(async () => {
    await api.close()
    await db.close()
  })

  async function binWithCapture() {
    const { bin, key } = await api.makeBin()
    const { id } = await api.capture(bin)
    const call = (method: string, path: string, body?: unknown) =>
      api.call(method, `/api/v1/bins/${bin.id}${path}`, { key, body })
    return { bin, key, id, call }
  }

  test.each([
    ['GET', '/forwards/%00', 'forward_not_found'],
    ['PATCH', '/forwards/a%00', 'forward_not_found'],
    ['DELETE', '/forwards/a%00', 'forward_not_found'],
    ['POST', '/forwards/a%00b/retry', 'forward_not_found'],
    ['POST', '/forwards/a%00b/skip', 'forward_not_found'],
    ['GET', '/deliveries/%00', 'delivery_not_found'],
    ['DELETE', '/shares/%00', 'share_not_found'],
    ['PATCH', '/secrets/%00', 'secret_not_found'],
    ['DELETE', '/secrets/a%00', 'secret_not_found'],
    ['GET', '/captures/%00', 'capture_not_found'],
    ['GET', '/captures/cap_%00_1/deliveries', 'capture_not_found'],
    ['GET', '/cursors/%00', 'cursor_not_found'],
  ])('%s …%s is 404 %s', async (method, path, code) => {
    const { call } = await binWithCapture()
    const problem = await problemOf(await call(method, path, method === 'GET' || method === 'DELETE' ? undefined : {}))
    expect([problem.status, problem.code]).toEqual([404, code])
  })

  test('a key or a bin whose id contains NUL does not exist', async () => {
    const { key } = await api.makeBin()
    const codes = ['/api/v1/keys/%00', '/api/v1/bins/%00'].map(
      async (path) => (await problemOf(await api.call('DELETE', path, { key }))).code,
    )
    expect(await Promise.all(codes)).toEqual(['key_not_found', 'bin_not_found'])
  })

  test('a seq that no capture can have is in no id', async () => {
    const { id: existing, call } = await binWithCapture()
    for (const seq of [2 ** 31 - 1, 2 ** 31, 9_999_999_999, 999_999_999_999_999]) {
      const id = existing.replace(/_1$/, `_${seq}`)
      for (const path of [`/captures/${id}`, `/captures/${id}/deliveries`, `/captures/${id}/body`])
        expect((await problemOf(await call('GET', path))).code).toBe('capture_not_found')
      expect((await problemOf(await call('DELETE', `/captures/${id}`))).code).toBe('capture_not_found')
      expect(await (await call('GET', `/export?format=ndjson&ids=${id}`)).text()).toBe('')
      expect(await (await call('POST', '/captures/delete', { ids: [id] })).json()).toEqual({ deleted: 0 })
      const delivery = { url: 'http://a/', method: 'GET', status: 200 }
      expect((await problemOf(await call('POST', `/captures/${id}/deliveries`, delivery))).code).toBe('capture_not_found')
    }
  })

  test('texts that are stored may not contain NUL where the database keeps them as text', async () => {
    const { id, call } = await binWithCapture()
    const forward = { name: 'x', url: 'http://127.0.0.1:4899/' }
    const cases: [method: string, path: string, body: unknown, field: string][] = [
      ['POST', '/forwards', { ...forward, q: 'path:"\0"' }, 'q'],
      ['POST', '/forwards', { ...forward, name: 'a\0b' }, 'name'],
      ['POST', '/forwards', { ...forward, url: 'http://127.0.0.1:4899/\0' }, 'url'],
      ['POST', '/forwards', { ...forward, headerChanges: [['x-a', 'a\0b']] }, 'headerChanges.0.1'],
      ['POST', '/secrets', { scheme: 'github', secret: 'a', url: 'http://a/\0' }, 'url'],
      ['POST', '/secrets', { scheme: 'github', secret: 'a', label: 'a\0b' }, 'label'],
      ['PATCH', '', { name: 'a\0b' }, 'name'],
      ['PATCH', `/captures/${id}`, { note: 'a\0b' }, 'note'],
      ['POST', `/captures/${id}/deliveries`, { url: 'http://a/\0', method: 'GET', status: 200 }, 'url'],
    ]
    for (const [method, path, body, field] of cases) {
      const answer = await call(method, path, body)
      expect(JSON.stringify((await problemOf(answer.clone())).errors)).toMatch(/NUL|control character|not a valid header value/)
      expect(await badFields(answer)).toEqual([field])
    }
    expect((await call('PATCH', '', { response: { body: 'a\0b' } })).status).toBe(200)
  })

  test('a filter may contain NUL, and finds nothing by it but a body', async () => {
    const { bin, call } = await binWithCapture()
    await api.capture(bin, { body: Buffer.from('a\0b') })
    const found = async (q: string) => {
      const answer = await call('GET', `/captures?q=${encodeURIComponent(q)}`)
      expect([q, answer.status]).toEqual([q, 200])
      return ((await answer.json()) as { captures: { seq: number }[] }).captures.map(({ seq }) => seq)
    }
    const fields = ['method', 'path', 'query', 'type', 'provider', 'event', 'message', 'from', 'agent', 'note', 'header.x', 'crc']
    for (const field of fields) expect(await found(`${field}:"a\0b"`)).toEqual([])
    expect(await found('method:"\0" or method:"GET\0"')).toEqual([])
    expect(await found('body:"a\0b"')).toEqual([2])
  })

  test('numbers beyond the types of the columns mean what they say', async () => {
    const { bin, call } = await binWithCapture()
    await api.capture(bin, { reply: { status: 200, by: 'response', delayMs: 0 } })
    const big = [2 ** 31, 9_999_999_999, 999_999_999_999_999]
    for (const number of big) {
      for (const [q, count] of [
        [`reply:<${number}`, 1],
        [`reply:${number}`, 0],
        [`seq:<${number}`, 2],
        [`seq:>${number}`, 0],
        [`size:<${number}`, 2],
        [`size:>${number}`, 0],
      ] as const) {
        const query = encodeURIComponent(q)
        const list = (await (await call('GET', `/captures?q=${query}`)).json()) as { captures: unknown[] }
        expect([q, list.captures.length]).toEqual([q, count])
        const lines = await (await call('GET', `/export?format=ndjson&q=${query}`)).text()
        expect([q, lines.split('\n').filter(Boolean).length]).toEqual([q, count])
        expect((await call('GET', `/timeline?q=${query}`)).status).toBe(200)
        expect(await (await call('GET', `/wait?timeout=0&after=0&q=${query}`)).json()).toMatchObject({ satisfied: count > 0 })
      }
      for (const path of ['/captures?', '/timeline?', '/export?format=ndjson&', '/wait?timeout=0&']) {
        expect([path, (await call('GET', `${path}after=${number}`)).status]).toEqual([path, 200])
        if (path !== '/wait?timeout=0&') expect((await call('GET', `${path}before=${number}`)).status).toBe(200)
      }
      expect(await badFields(await call('PUT', '/cursors/r', { seq: number }))).toEqual(['seq'])
    }
  })
})
