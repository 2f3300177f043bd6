import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { hostileInputs } from '../server/hostile-inputs'
import { openRaw } from '../server/raw-client'

// By hand, after npm run build: SOAK_MINUTES=10 npx tsx tests/soak/mixed-load.ts
// Does everything that clients do at once, for minutes. Fails if memory at the end differs by more than 10 % from minute three.

const MINUTES = Number(process.env.SOAK_MINUTES ?? 10)
const SAMPLE_MS = 2_000
const FLAT = 0.1

const directory = await mkdtemp(join(tmpdir(), 'creel-soak-'))
const child = spawn(process.execPath, ['dist/server.js'], {
  env: {
    ...process.env,
    NODE_ENV: 'production',
    PORT: '0',
    DATABASE_URL: `file:${join(directory, 'creel.db')}`,
    CREEL_LOG_LEVEL: 'error',
    CREEL_MAX_CAPTURES_PER_BIN: '500',
    CREEL_RESEND_ALLOW: '127.0.0.1/32',
    CREEL_LIMIT_BINS: 'off',
    CREEL_LIMIT_RESENDS: 'off',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const port = await portOf(child)
const url = `http://127.0.0.1:${port}`
const receiver = createServer((req, res) => void req.resume().on('end', () => res.end('ok'))).listen(0, '127.0.0.1')
await once(receiver, 'listening')
const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
const endsAt = Date.now() + MINUTES * 60_000
const counts: Record<string, number> = {}

async function portOf({ stdout }: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: stdout! })) {
    const ready = /^Creel is ready: http:\/\/[^:]+:(\d+)$/.exec(line)
    if (ready) return Number(ready[1])
  }
  throw new Error('the server did not start')
}

type Json = Record<string, string>

async function call(method: string, path: string, key: string | null, body?: unknown): Promise<Json | null> {
  const headers = { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) }
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await response.text()
  if (response.status >= 500) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
  return text.startsWith('{') ? (JSON.parse(text) as Json) : null
}

/** Repeats a step until time is up, with a pause of `everyMs`. */
async function repeat(name: string, everyMs: number, step: () => Promise<void>): Promise<void> {
  while (Date.now() < endsAt) {
    await step()
    counts[name] = (counts[name] ?? 0) + 1
    await pause(everyMs)
  }
}

const bin = (await call('POST', '/bins', null, {}))!
const key = bin.accessKey!
const captureUrl = `${url}/in/${bin.id}/a?token=swordfish`
const lastCapture = async () => {
  const page = (await call('GET', `/bins/${bin.id}/captures?limit=1`, key)) as unknown as { captures: { id: string }[] }
  return page.captures[0]?.id
}

async function sendWebhook(bytes: number): Promise<void> {
  const body = JSON.stringify({ apiKey: 'swordfish', text: 'x'.repeat(bytes) })
  const response = await fetch(captureUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`a webhook was answered ${response.status}`)
}

async function sendHostileInput(): Promise<void> {
  const { bytes } = hostileInputs[Math.floor(Math.random() * hostileInputs.length)]!
  const connection = await openRaw(port)
  connection.socket.on('error', () => {})
  connection.write(bytes.replaceAll('BIN', bin.id!))
  await Promise.race([connection.answer().catch(() => {}), pause(500)])
  connection.socket.destroy()
}

async function watchBriefly(): Promise<void> {
  const socket = io(url, { transports: ['websocket'], forceNew: true, auth: { accessKey: key } })
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  await socket.timeout(10_000).emitWithAck('subscribe', { bin: bin.id, after: 0 })
  await pause(500)
  socket.close()
}

async function shareAndRevoke(): Promise<void> {
  const share = (await call('POST', `/bins/${bin.id}/shares`, key, { show: 'redacted' }))!
  await call('GET', `/bins/${bin.id}/captures`, share.token!)
  const id = await lastCapture()
  if (id) await call('GET', `/bins/${bin.id}/captures/${id}`, share.token!)
  await call('DELETE', `/bins/${bin.id}/shares/${share.id}`, key)
}

async function resendLast(): Promise<void> {
  const id = await lastCapture()
  if (id) await call('POST', `/bins/${bin.id}/captures/${id}/resend`, key, { url: target })
}

async function makeAndDelete(): Promise<void> {
  const made = (await call('POST', '/bins', key, {}))!
  await fetch(`${url}/in/${made.id}`, { method: 'POST', body: 'x' }).then((response) => response.arrayBuffer())
  await call('DELETE', `/bins/${made.id}`, key)
}

const samples: { minute: number; mib: number }[] = []
const sampling = setInterval(() => {
  const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1])
  samples.push({ minute: MINUTES - (endsAt - Date.now()) / 60_000, mib: kib / 1024 })
}, SAMPLE_MS)

const median = (from: number, to: number) => {
  const sorted = samples.filter(({ minute }) => minute >= from && minute < to).map(({ mib }) => mib)
  return sorted.sort((a, b) => a - b)[Math.floor(sorted.length / 2)] ?? Number.NaN
}

try {
  await Promise.all([
    ...Array.from({ length: 8 }, () => repeat('webhooks of 1.5 KB', 20, () => sendWebhook(1_500))),
    repeat('webhooks of 1 MB', 1_000, () => sendWebhook(1_000_000)),
    repeat('hostile inputs', 50, sendHostileInput),
    repeat('sockets', 200, watchBriefly),
    repeat('shares', 300, shareAndRevoke),
    repeat('resends', 100, resendLast),
    repeat('bins', 300, makeAndDelete),
    repeat('pages', 1_000, async () => void (await (await fetch(`${url}/`)).arrayBuffer())),
  ])
  console.log(counts)
  for (let minute = 0; minute < MINUTES; minute++) {
    const within = samples.filter((sample) => sample.minute >= minute && sample.minute < minute + 1).map(({ mib }) => mib)
    const [least, most] = [Math.min(...within), Math.max(...within)]
    console.log(`minute ${minute + 1}: ${median(minute, minute + 1).toFixed(0)} MiB (${least.toFixed(0)} to ${most.toFixed(0)})`)
  }
  const [early, late] = [median(Math.min(2, MINUTES - 1), Math.min(3, MINUTES)), median(MINUTES - 1, MINUTES + 1)]
  const flat = Math.abs(late / early - 1) <= FLAT
  console.log(`${flat ? 'flat' : 'NOT FLAT'}: ${early.toFixed(0)} MiB in minute 3, ${late.toFixed(0)} MiB at the end`)
  process.exitCode = flat ? 0 : 1
} finally {
  clearInterval(sampling)
  child.kill('SIGTERM')
  await once(child, 'exit')
  receiver.close()
  await rm(directory, { recursive: true, force: true })
}
