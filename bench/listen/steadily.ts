import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { postOne } from '../kill/posting'
import type { LocalTarget } from './target'

export const POSTED_PER_SECOND = 140
const SENDERS = 8
const TARGET_UP_MS = 2_000
const TARGET_DOWN_MS = 1_000

/**
 * Posts webhooks at a steady rate to these URLs in turn; if a URL fails, to the next one. Ids count from `first`. Returns the paths that
 * were acknowledged with a 2xx.
 */
export async function postSteadily(captureUrls: readonly string[], count: number, first = 0): Promise<Set<string>> {
  const agent = new Agent({ keepAlive: true })
  const acknowledged = new Set<string>()
  const began = performance.now()
  let next = 0
  async function sender(): Promise<void> {
    while (next < count) {
      const number = next
      next += 1
      await pause(Math.max(0, began + (number * 1000) / POSTED_PER_SECOND - performance.now()))
      for (let id = `${first + number}`, attempt = 1; ; id = `${first + number}.${attempt}`, attempt += 1) {
        if ((await postOne(captureUrls[(number + attempt) % captureUrls.length]!, id, agent)) !== null) {
          acknowledged.add(`/${id}`)
          break
        }
        await pause(50)
      }
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  agent.destroy()
  return acknowledged
}

/** Takes the target down for a third of the time. */
export function simulateOutages(target: LocalTarget): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const wait = (ms: number) => pause(ms, undefined, { signal }).catch(() => {})
  const done = (async () => {
    while (!signal.aborted) {
      await wait(TARGET_UP_MS)
      if (signal.aborted) return
      await target.goDown()
      await wait(TARGET_DOWN_MS)
      await target.comeUp()
    }
  })()
  return {
    stop() {
      stopping.abort()
      return done
    },
  }
}

/** Resolves when the target has answered all of these, or on timeout. */
export async function allArrived(
  target: LocalTarget,
  paths: ReadonlySet<string>,
  { timeoutMs, meanwhile = () => {} }: { timeoutMs: number; meanwhile?: () => void },
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (performance.now() < deadline) {
    const answered = new Set(target.arrivals.filter(({ answeredAt }) => answeredAt !== null).map(({ path }) => path))
    if ([...paths].every((path) => answered.has(path))) return
    meanwhile()
    await pause(200)
  }
}
