import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { io } from 'socket.io-client'
import type { Capture } from '#lib/core/capture'
import { allCaptures, makeBin, type OwnBin, ownerOf } from '../../tests/e2e/bins'
import { openPoster } from '../../tests/e2e/post-raw'
import { openRaw, type RawAnswer, sendRaw } from '../../tests/server/raw-client'

export type Place = { url: string; port: number }

/** A promise that docs/deployment.md makes about a proxy. `holds` resolves with what is wrong, or null. */
export type PromiseMade = { says: string; only?: 'nginx' | 'caddy'; holds(place: Place): Promise<string | null> }

const MIB = 2 ** 20
const HEADERS: [string, string][] = [
  ['X-B', '1'],
  ['x-a', '2'],
  ['X-B', '3'],
  ['X_Under', 'kept'],
]

export const PROMISES: readonly PromiseMade[] = [
  { says: 'a capture reaches a page over WebSocket', holds: (place) => streams(place, 'websocket') },
  { says: 'and over polling', holds: (place) => streams(place, 'polling') },
  { says: 'and an event stream, unbuffered', holds: eventStream },
  { says: 'a body of 9 MiB comes back byte for byte', holds: bigBody },
  { says: 'one over the limit is answered 413 by Creel, and its start is kept', holds: tooBigBody },
  { says: 'a chunked body comes back', holds: chunkedBody },
  { says: 'what came before a sender went away is kept, marked as aborted', holds: abortedBody },
  { says: 'an export of 20 MiB comes whole', holds: largeExport },
  { says: 'a target of 6 KB with //, %2F and an empty query value stays as it was', holds: oddTarget },
  { says: 'header names, case, order and duplicates stay', only: 'nginx', holds: headersStay },
  { says: 'the address and the origin of the caller are known', holds: callerKnown },
]

async function streams({ url, port }: Place, transport: 'websocket' | 'polling'): Promise<string | null> {
  const bin = await makeBin(url)
  const socket = io(url, { transports: [transport], auth: { accessKey: bin.accessKey }, forceNew: true })
  try {
    await socket.timeout(10_000).emitWithAck('subscribe', { bin: bin.id, after: 0 })
    const came = Promise.all([seqs(socket, 4), postMany(port, bin, 4)])
    const [got] = await came
    return got.join() === '1,2,3,4' ? null : `seqs ${got}`
  } finally {
    socket.close()
  }
}

function seqs(socket: ReturnType<typeof io>, count: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const got: number[] = []
    setTimeout(() => reject(new Error(`only ${got.length} of ${count} came in 10 s`)), 10_000).unref()
    socket.on('capture', ({ seq }: { seq: number }) => {
      if (got.push(seq) === count) resolve(got)
    })
  })
}

/** Uses a new connection for each, so that both processes get some. */
async function postMany(port: number, bin: OwnBin, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const poster = await openPoster(port)
    await poster.post(`/in/${bin.id}`, { headers: [['content-length', '2']], body: Buffer.from('{}') })
    poster.close()
  }
}

async function eventStream({ url, port }: Place): Promise<string | null> {
  const bin = await makeBin(url)
  const response = await ownerOf(url, bin).watchBin({ bin: bin.id, after: 0 })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const sentAt = performance.now()
  await postMany(port, bin, 1)
  for (let text = ''; !text.includes('event: capture'); ) {
    const { value, done } = await reader.read()
    if (done) return 'the stream ended'
    text += value
  }
  await reader.cancel()
  const waitedMs = performance.now() - sentAt
  return waitedMs < 1_000 ? null : `after ${Math.round(waitedMs)} ms`
}

async function bigBody(place: Place): Promise<string | null> {
  const { bin, answer, body } = await postBody(place, 9 * MIB)
  if (answer.status !== 200) return `answered ${answer.status}`
  const kept = await ownerOf(place.url, bin).getCaptureBody({ bin: bin.id, capture: answer.header('x-creel-capture')! })
  return sha256(new Uint8Array(await kept.arrayBuffer())) === sha256(body) ? null : 'the bytes differ'
}

async function tooBigBody(place: Place): Promise<string | null> {
  const { bin, answer } = await postBody(place, 11 * MIB)
  if (answer.status !== 413 || !answer.header('x-creel-capture')) return `answered ${answer.status} by another`
  const [capture] = await allCaptures(place.url, bin)
  return capture?.truncated && capture.bodySize === 11 * MIB ? null : JSON.stringify(capture)
}

async function postBody({ url, port }: Place, sizeBytes: number): Promise<{ bin: OwnBin; answer: RawAnswer; body: Buffer }> {
  const bin = await makeBin(url)
  const body = randomBytes(sizeBytes)
  const connection = await openRaw(port)
  connection.write(`POST /in/${bin.id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${sizeBytes}\r\n\r\n`, body)
  const answer = await connection.answer()
  connection.abort()
  return { bin, answer, body }
}

async function chunkedBody({ url, port }: Place): Promise<string | null> {
  const bin = await makeBin(url)
  const head = `POST /in/${bin.id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-Encoding: chunked\r\n\r\n`
  await sendRaw(port, head, '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n')
  const [capture] = await allCaptures(url, bin)
  return capture?.body.data === 'abcde' ? null : JSON.stringify(capture?.body)
}

async function abortedBody({ url, port }: Place): Promise<string | null> {
  const bin = await makeBin(url)
  const connection = await openRaw(port)
  connection.write(
    `POST /in/${bin.id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${2 * MIB}\r\n\r\n`,
    Buffer.alloc(MIB, 'x'),
  )
  await new Promise<void>((resolve) => connection.socket.end(resolve))
  connection.socket.destroy()
  for (const startedAt = performance.now(); performance.now() - startedAt < 10_000; await pause(50)) {
    const [capture] = await allCaptures(url, bin)
    if (capture)
      return capture.aborted && capture.body.data.length === MIB
        ? null
        : JSON.stringify({ ...capture, body: capture.body.data.length })
  }
  return 'nothing came'
}

async function largeExport({ url, port }: Place): Promise<string | null> {
  const bin = await makeBin(url)
  const poster = await openPoster(port)
  for (let sent = 0; sent < 20; sent++) {
    await poster.post(`/in/${bin.id}`, { headers: [['content-length', String(MIB)]], body: Buffer.alloc(MIB, 'x') })
  }
  poster.close()
  const lines = (await (await ownerOf(url, bin).exportCaptures({ bin: bin.id, format: 'ndjson' })).text()).trimEnd().split('\n')
  return lines.length === 20 ? null : `${lines.length} lines`
}

async function oddTarget({ url, port }: Place): Promise<string | null> {
  const bin = await makeBin(url)
  const target = `/in/${bin.id}//a%2Fb/%7e/?q=&long=${'x'.repeat(6_000)}`
  const capture = await captured({ url, port }, bin, target, [])
  return capture.url === target ? null : capture.url.slice(0, 100)
}

async function headersStay(place: Place): Promise<string | null> {
  const bin = await makeBin(place.url)
  const { headers } = await captured(place, bin, `/in/${bin.id}`, HEADERS)
  const kept = headers.filter(([name]) => HEADERS.some(([sent]) => sent === name))
  return JSON.stringify(kept) === JSON.stringify(HEADERS) ? null : JSON.stringify(headers)
}

async function callerKnown(place: Place): Promise<string | null> {
  const bin = await makeBin(place.url)
  if (!bin.captureUrl.startsWith(`${place.url}/`)) return `the capture URL is ${bin.captureUrl}`
  const { remoteAddress } = await captured(place, bin, `/in/${bin.id}`, [['X-Forwarded-For', '203.0.113.9']])
  return remoteAddress === '127.0.0.1' ? null : `a caller may say that it is ${remoteAddress}`
}

async function captured({ url, port }: Place, bin: OwnBin, target: string, headers: [string, string][]): Promise<Capture> {
  const poster = await openPoster(port)
  await poster.post(target, { headers: [...headers, ['content-length', '0']], body: Buffer.alloc(0) })
  poster.close()
  return (await allCaptures(url, bin))[0]!
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
