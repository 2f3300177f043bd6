import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { addSecret, createBin, get, type OwnBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { median, percentile } from '../load/latencies'
import { webhookBody } from '../payload'
import { freePort, temporaryDirectory } from '../setup'
import { bytes, fixed, toMarkdown } from '../table'

const PROBE = join(import.meta.dirname, '../blocking/lag-probe.mjs')
const SECRET = 'It is a secret to everybody'
const SIZES = [1_500, 2 ** 20]
/** Other bins of the owner, whose secrets are tried too. */
const OTHER_BINS = 20
const CALLS = 15

type Case = {
  name: string
  /** The signed text and the secret used. */
  signed(body: Buffer): { text: Buffer; secret: string }
  /** The body as it arrived. */
  body?(body: Buffer): Buffer
}

const CASES: readonly Case[] = [
  { name: 'right', signed: (text) => ({ text, secret: SECRET }) },
  { name: 'JSON written again, with spaces', signed: (text) => ({ text, secret: SECRET }), body: spaced },
  { name: 'secret of another bin', signed: (text) => ({ text, secret: 'secret 7 of another bin' }) },
  { name: 'no cause is found', signed: (text) => ({ text: Buffer.concat([text, Buffer.from('?')]), secret: 'unknown' }) },
]

/**
 * How long the server takes to explain why a signature fails, and how long its event loop is blocked meanwhile. If no cause is found,
 * everything was tried.
 */
export async function explain({ tree, cores, quick }: Flags): Promise<string> {
  const directory = temporaryDirectory('explain')
  const probePort = await freePort()
  const env = { NODE_OPTIONS: `--import ${PROBE}`, LAG_PROBE_PORT: String(probePort) }
  const creel = await startCreel({ tree, directory: directory.path, databaseUrl: `file:${directory.path}/creel.db`, cores, env })
  try {
    const bin = await createBin(creel.origin)
    await addSecret(creel.origin, bin, SECRET)
    for (let i = 0; i < OTHER_BINS; i += 1) {
      await addSecret(creel.origin, await createBin(creel.origin, bin.accessKey), `secret ${i} of another bin`)
    }
    const rows: string[][] = []
    for (const size of SIZES) {
      for (const each of CASES) {
        const capture = await send(creel.origin, bin, each, webhookBody(size))
        rows.push(await measure(creel.origin, bin, { name: each.name, size, capture, probePort, calls: quick ? 3 : CALLS }))
        console.error(`  ${rows.at(-1)!.join(' · ')}`)
      }
    }
    const head = ['GitHub, HMAC-SHA256', 'body', 'verdict', 'signatures computed', 'median ms', 'worst ms', 'longest block ms']
    return `${OTHER_BINS} other secrets of the owner; ${quick ? 3 : CALLS} calls each.\n\n${toMarkdown({ head, rows })}`
  } finally {
    await creel.child.stop()
    directory.remove()
  }
}

type Measured = { name: string; size: number; capture: string; probePort: number; calls: number }

async function measure(origin: string, bin: OwnBin, { name, size, capture, probePort, calls }: Measured): Promise<string[]> {
  const call = async () => {
    const { status, body } = await get(origin, bin, `/captures/${capture}/signature`)
    if (status !== 200) throw new Error(`The signature was answered ${status}: ${body.toString().slice(0, 300)}`)
    return JSON.parse(body.toString()) as { verdict: string; triedCount: number }
  }
  const { verdict, triedCount } = await call() // starts the worker thread
  const took: number[] = []
  const blocks: number[] = []
  for (let i = 0; i < calls; i += 1) {
    await longestBlock(probePort)
    const startedAt = performance.now()
    await call()
    took.push(performance.now() - startedAt)
    blocks.push(await longestBlock(probePort))
  }
  const sorted = took.sort((a, b) => a - b)
  const figures = [median(sorted), percentile(sorted, 100), Math.max(...blocks)].map((each) => fixed(each, 0))
  return [name, bytes(size), verdict, fixed(triedCount, 0), ...figures]
}

async function longestBlock(port: number): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${port}`)).text())
}

/** Sends the case and returns the id of its capture. */
async function send(origin: string, bin: OwnBin, { signed, body: changed }: Case, body: Buffer): Promise<string> {
  const { text, secret } = signed(body)
  const signature = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-github-event': 'issues', 'x-hub-signature-256': signature }
  const arrived = new Uint8Array(changed ? changed(body) : body)
  const response = await fetch(`${origin}/in/${bin.id}`, { method: 'POST', headers, body: arrived })
  return ((await response.json()) as { captured: string }).captured
}

function spaced(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 2))
}
