import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import { dispatch } from '#lib/api/dispatch'
import { CallError } from '#lib/client/call-error'
import { type AnswerOf, CALLS, type InputOf } from '#lib/client/calls'
import { bytesOf, createClient } from '#lib/client/client'
import type { CaptureSummary } from '#lib/core/capture'
import { HOST, openApi, type TestApi } from './test-api'

let api: TestApi

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

/** A client whose requests go directly to the dispatcher, with everything that `fetch` would send. */
function clientOf(accessKey?: string) {
  const headers = new Headers({ host: HOST })
  const send: typeof fetch = (url, init) => {
    const request = new Request(url as string, init)
    for (const [name, value] of headers) request.headers.set(name, value)
    return dispatch(request)
  }
  return createClient({ origin: `http://${HOST}`, accessKey, fetch: send })
}

/** A bin of a new owner, and a client with its key. */
async function ownBin() {
  const { bin, key } = await api.makeBin()
  return { bin, client: clientOf(key) }
}

test('puts parameters into path and query, and the body into JSON', async () => {
  const { bin, client } = await ownBin()
  for (let n = 0; n < 3; n += 1) await api.capture(bin, { body: Buffer.from(JSON.stringify({ n })) })
  const page = await client.listCaptures({ bin: bin.id, q: '$.n>0', after: 0, limit: 2 })
  expect(page.captures.map(({ seq }) => seq)).toEqual([2, 3])
  const { name, response } = await client.updateBin({ bin: bin.id, body: { name: 'a & b', response: { status: 202 } } })
  expect({ name, status: response.status }).toEqual({ name: 'a & b', status: 202 })
  expect(client.url('getCaptureBody', { bin: 'a/b', capture: 'c' })).toBe(`http://${HOST}/api/v1/bins/a%2Fb/captures/c/body`)
})

test('omits parameters that are undefined', async () => {
  const { bin, client } = await ownBin()
  expect((await client.listCaptures({ bin: bin.id, before: undefined })).total).toBe(0)
})

test('resolves to undefined if the answer is 204', async () => {
  const { bin, client } = await ownBin()
  expect(await client.deleteBin({ bin: bin.id })).toBeUndefined()
})

test('rejects with the code, the message and the invalid fields of the refusal', async () => {
  const { bin, client } = await ownBin()
  const refused = await client.updateBin({ bin: bin.id, body: { response: { status: 99 } } }).catch((error) => error)
  expect(refused).toBeInstanceOf(CallError)
  expect(refused).toMatchObject({ code: 'invalid_input', errors: [{ path: 'response.status' }] })
  await expect(clientOf().getBin({ bin: bin.id })).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(client.getBin({ bin: 'nobody-s-bin' })).rejects.toMatchObject({ code: 'bin_not_found' })
})

test('reports that the server cannot be reached, and keeps the cause', async () => {
  const cause = new TypeError('fetch failed')
  const client = createClient({ fetch: () => Promise.reject(cause) })
  await expect(client.listBins({})).rejects.toMatchObject({
    code: 'unreachable',
    message: 'The server cannot be reached. Check that it runs, then try again.',
    cause,
  })
  const named = createClient({ origin: 'http://127.0.0.1:4000/creel', fetch: () => Promise.reject(cause) })
  await expect(named.listBins({})).rejects.toThrow('The server http://127.0.0.1:4000 cannot be reached.')
})

test("rejects with the signal's reason when it is aborted", async () => {
  const stop = new AbortController()
  const client = createClient({ fetch: (_, init) => Promise.reject(init!.signal!.reason) })
  stop.abort(new Error('left'))
  await expect(client.listBins({}, { signal: stop.signal })).rejects.toThrow('left')
})

test('streams the bytes of an export as they arrive, and uploads a file', async () => {
  const { bin, client } = await ownBin()
  await api.capture(bin, { body: Buffer.from('exact') })
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const part of bytesOf(await client.exportCaptures({ bin: bin.id, format: 'ndjson' })))
    parts.push(new Uint8Array(part))
  const file = new Blob(parts, { type: 'application/x-ndjson' })
  expect(JSON.parse(await file.text()).body.data).toBe('exact')
  expect(await client.importCaptures({ bin: bin.id, upload: file })).toMatchObject({ imported: 1, skippedCount: 0 })
})

test('reports a stream that breaks off early', async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) })
  await expect(bytesOf(new Response(broken)).next()).rejects.toMatchObject({ code: 'unreachable' })
})

test('takes its types from the operations', () => {
  expectTypeOf<AnswerOf<'listCaptures'>['captures']>().toEqualTypeOf<CaptureSummary[]>()
  expectTypeOf<AnswerOf<'exportCaptures'>>().toEqualTypeOf<Response>()
  expectTypeOf<AnswerOf<'deleteBin'>>().toEqualTypeOf<undefined>()
  expectTypeOf<InputOf<'getCapture'>>().toExtend<{ bin: string; capture: string; bodyMax?: number }>()
  // @ts-expect-error: a number, not text
  const wrongQuery: InputOf<'listCaptures'> = { bin: 'b', limit: '5' }
  // @ts-expect-error: no such field
  const wrongBody: InputOf<'updateBin'> = { bin: 'b', body: { title: 'x' } }
  expect([wrongQuery, wrongBody, CALLS.getBin[0]]).toHaveLength(3)
})
