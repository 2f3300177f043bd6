import { Agent, request } from 'node:http'
import { createBin, type OwnBin } from '../creel/creel-api'

/** The retention settings of the processes: so short and small that all of them are active all the time. */
export const RULES = {
  capturesPerBin: 300,
  ttlSeconds: 20,
  databaseBytes: 40 * 1024 * 1024,
  deliveriesPerCapture: 5,
  deliveryBytesPerBin: 1024 * 1024,
} as const

/** A bin, and what its senders were promised. */
export type WatchedBin = OwnBin & {
  /** Acknowledged seqs that this benchmark did not delete afterwards. */
  acknowledged: Set<number>
  /** When the last acknowledged capture was sent (`performance.now()`). */
  postedAt: number
}

export type Scenario = {
  origins: readonly string[]
  isRunning(): boolean
  /** Calls that failed although no rule explains it, with their errors. */
  failures: string[]
  counts: Record<'posted' | 'refused' | 'emptied' | 'resent' | 'edited' | 'expired' | 'kept alive', number>
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** The seq of the acknowledged capture; 'bin gone' for a 404; null if the request was refused or broken, so nothing was promised. */
export async function post({ origins, counts }: Scenario, binId: string, bytes: number): Promise<number | 'bin gone' | null> {
  const { status, id } = await send(`${pick(origins)}/in/${binId}`, bytes)
  if (status === 404) return 'bin gone'
  if (status >= 300 || status === 0) {
    counts.refused += 1
    return null
  }
  counts.posted += 1
  return seqOf(id!)
}

export function seqOf(captureId: string): number {
  return Number(captureId.slice(captureId.lastIndexOf('_') + 1))
}

function send(url: string, bytes: number): Promise<{ status: number; id?: string | undefined }> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'text/plain', 'x-padding': 'p'.repeat(200) }
    const sent = request(url, { method: 'POST', agent, timeout: 30_000, headers }, (response) => {
      const id = response.headers['x-creel-capture']
      const done = () => resolve({ status: response.statusCode!, id: id === undefined ? undefined : String(id) })
      response.on('end', done)
      response.on('error', done) // the head has arrived, which is the promise
      response.resume()
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve({ status: 0 }))
    sent.end('b'.repeat(bytes))
  })
}

/** Makes a call with the bin's key and returns status and body. */
export async function call(
  { origins }: Scenario,
  bin: OwnBin,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${pick(origins)}/api/v1/bins/${bin.id}${path}`, {
    method,
    headers: { authorization: `Bearer ${bin.accessKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, json: text === '' ? null : JSON.parse(text) }
}

export async function createWatchedBin({ origins }: Scenario): Promise<WatchedBin> {
  return { ...(await createBin(pick(origins))), acknowledged: new Set(), postedAt: performance.now() }
}

export function pick<T>(items: readonly T[]): T {
  return items[Math.floor(Math.random() * items.length)]!
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
