import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { HOSTILE_BODIES, type HostileBody } from '../blocking/hostile-bodies'
import { anonymousInputs, linkInputs, ownerInputs, type WorstInput } from '../blocking/inputs'
import { createBin, getJson, type OwnBin, type Page } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { median } from '../load/latencies'
import { freePort, temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

const PROBE = join(import.meta.dirname, '../blocking/lag-probe.mjs')
const ANSWER_MS_MAX = 5_000
/** The longest acceptable block, or 2.5 times as long for a call with a request or response over 1 MiB. */
const BLOCK_MS_MAX = 100
const LINK_BLOCK_MS_MAX = 50
const LARGE_BLOCK_MS_MAX = 250
const LARGE_BYTES = 2 ** 20

type Target = { origin: string; port: number; probePort: number }

/** How long a single request can block the event loop: every kind of anonymous request, and every call of a stranger with a bin. */
export async function blocking({ tree, cores, quick }: Flags): Promise<string> {
  const directory = temporaryDirectory('blocking')
  const probePort = await freePort()
  const env = {
    NODE_OPTIONS: `--import ${PROBE}`,
    LAG_PROBE_PORT: String(probePort),
    CREEL_LIMIT_WRITES: 'off',
    CREEL_LIMIT_BINS: 'off',
    CREEL_LIMIT_RESENDS: 'off',
  }
  const creel = await startCreel({ tree, directory: directory.path, databaseUrl: `file:${directory.path}/creel.db`, cores, env })
  const target = { origin: creel.origin, port: creel.port, probePort }
  try {
    const bin = await createBin(creel.origin)
    const capture = await fill(target, bin, quick ? 60 : 300)
    const inputs = [...anonymousInputs(bin.id), ...ownerInputs(bin, capture), ...(await prepareLink(target, bin))]
    for (const path of ['/', `/bins/${bin.id}`, '/api/openapi.json', '/api/v1/bins'])
      await send(target, { name: path, method: 'GET', target: path }, bin) // the first call compiles the code
    const rows: string[][] = []
    for (const input of inputs) {
      rows.push(await measure(target, input, bin))
      console.error(rows.at(-1)!.join(' · '))
    }
    return toMarkdown({ head: ['request', 'status', 'block ms', 'limit ms', ''], rows })
  } finally {
    await creel.child.stop()
    directory.remove()
  }
}

/** Stores captures of all sizes and returns the id of a large one. */
async function fill({ origin }: Target, bin: OwnBin, count: number): Promise<string> {
  const post = (body: string) =>
    fetch(`${origin}/in/${bin.id}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  for (let sent = 0; sent < count; sent += 1) await post(JSON.stringify({ sent, items: Array.from({ length: 50 }, (_, i) => i) }))
  await post(`{"a":"${'x'.repeat(9 * LARGE_BYTES)}"}`)
  const { captures } = await getJson<Page>(origin, bin, '/captures?limit=1')
  return captures[0]!.id
}

/** Stores every hostile body as a capture and as the answer to a resend. */
async function prepareLink({ origin }: Target, bin: OwnBin): Promise<WorstInput[]> {
  const receiver = createServer((_req, res) => res.setHeader('content-type', answer.type).end(answer.body))
  let answer: HostileBody = HOSTILE_BODIES[0]!
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const call = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${bin.accessKey}`, 'content-type': 'application/json' }
    const response = await fetch(`${origin}/api/v1/bins/${bin.id}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as { id: string; token: string }
  }
  const hostile: { name: string; capture: string; delivery: string }[] = []
  for (answer of HOSTILE_BODIES) {
    const { name, type, body } = answer
    const stored = await fetch(`${origin}/in/${bin.id}`, { method: 'POST', headers: { 'content-type': type }, body })
    const { captured } = (await stored.json()) as { captured: string }
    const { id } = await call(`/captures/${captured}/resend`, { url: target })
    hostile.push({ name, capture: captured, delivery: id })
  }
  receiver.close()
  return linkInputs(bin, (await call('/shares', { show: 'redacted' })).token, hostile)
}

async function measure(target: Target, input: WorstInput, bin: OwnBin): Promise<string[]> {
  const blocks: number[] = []
  let answer = { status: '', bytes: 0 }
  for (let round = 0; round < 3; round += 1) {
    await longestBlock(target)
    answer = await send(target, input, bin)
    blocks.push(await longestBlock(target))
  }
  const carriesMuch = Math.max(input.body?.length ?? 0, answer.bytes) > LARGE_BYTES
  const limit = input.token ? LINK_BLOCK_MS_MAX : carriesMuch ? LARGE_BLOCK_MS_MAX : BLOCK_MS_MAX
  const block = median(blocks)
  return [input.name, answer.status, fixed(block, 0), String(limit), block > limit ? 'OVER' : '']
}

/** The longest block since the previous call. */
async function longestBlock({ probePort }: Target): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${probePort}`)).text())
}

/** Returns the answer's status and size. Written by hand, because a client would correct some of these requests or refuse to send them. */
function send(
  { port }: Target,
  { method, target, headers = {}, body, key, token }: WorstInput,
  bin: OwnBin,
): Promise<{ status: string; bytes: number }> {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    connection: 'close',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(key
      ? target.startsWith('/api')
        ? { authorization: `Bearer ${bin.accessKey}` }
        : { cookie: `creel_key=${bin.accessKey}` }
      : {}),
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve) => {
    let start = ''
    let bytes = 0
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`)
      if (body !== undefined) socket.write(body)
    })
    const late = setTimeout(() => socket.destroy(), ANSWER_MS_MAX)
    socket.on('data', (chunk) => {
      bytes += chunk.byteLength
      if (start.length < 12) start += chunk.toString('latin1', 0, 12)
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(late)
      resolve({ status: start.slice(9, 12) || 'none', bytes })
    })
  })
}
