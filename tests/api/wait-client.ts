import { expect, vi } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { WaitAnswer } from '#lib/services/waits/wait-for-captures'
import type { TestApi } from './test-api'

export type WaitQuery = Record<string, string | number>

/** A JSON body of a capture. */
export const body = (value: unknown) => ({ body: Buffer.from(JSON.stringify(value)) })
export const seqs = ({ captures }: WaitAnswer) => captures.map(({ seq }) => seq)

/** Waits for captures like a caller of the API. */
export function waitClient(api: () => TestApi) {
  const ask = (bin: Bin, key: string, query: WaitQuery, signal?: AbortSignal): Promise<Response> => {
    const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
    return api().call('GET', `/api/v1/bins/${bin.id}/wait?${text}`, { key, signal })
  }
  return {
    ask,
    async wait(bin: Bin, key: string, query: WaitQuery): Promise<WaitAnswer> {
      const response = await ask(bin, key, query)
      expect(response.status).toBe(200)
      return (await response.json()) as WaitAnswer
    },
    /** Resolves once `count` waits are open. */
    waiting: (count = 1) => vi.waitFor(() => expect(api().rt.matches.count()).toBe(count), { timeout: 10_000 }),
  }
}
