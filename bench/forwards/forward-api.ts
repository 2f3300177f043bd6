import { getJson, type OwnBin } from '../creel/creel-api'

export type Progress = { lag: number; pending: number; dead: number; lastError: string | null }
export type ForwardSettings = { url: string; path: 'keep' | 'drop'; order: 'none' | 'strict'; concurrency: number }

/** Creates a forward and returns its id. It retries quickly, so that a target that is down for a second causes no longer delay. */
export async function createForward(origin: string, bin: OwnBin, settings: ForwardSettings): Promise<string> {
  const retry = { schedule: ['200ms', '500ms'], jitter: 0.2, giveUpAfter: '24h' }
  const response = await fetch(`${origin}/api/v1/bins/${bin.id}/forwards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bin.accessKey}` },
    body: JSON.stringify({ name: 'bench', retry, ...settings }),
  })
  if (response.status !== 201) throw new Error(`POST /forwards answered ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { id: string }).id
}

export function forwardProgress(origin: string, bin: OwnBin, id: string): Promise<Progress> {
  return getJson<Progress>(origin, bin, `/forwards/${id}`)
}

/** Resolves with the forward's state once nothing is pending, or after `timeoutMs`. */
export async function untilForwarded(origin: string, bin: OwnBin, id: string, timeoutMs: number): Promise<Progress> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const progress = await forwardProgress(origin, bin, id)
    if (progress.lag + progress.pending === 0 || performance.now() > deadline) return progress
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
