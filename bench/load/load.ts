import { spawnSync } from 'node:child_process'
import { mergeLatencies } from './latencies'
import { runAutocannon } from './run-autocannon'
import { runWrk } from './run-wrk'

export type LoadOptions = { connections: number; seconds: number; bodyBytes: number; cores: number | null }

/** The result of one load generator. */
export type LoadResult = {
  /** Answers with a status below 400. */
  acknowledged: number
  /** Answers with a status of 400 and above. */
  refused: number
  /** Requests without an answer: refused connections, resets, timeouts. */
  broken: number
  seconds: number
  /** Milliseconds at each tenth of a percent, 999 of them. */
  latencies: readonly number[]
  maxMs: number
}

export const loadGenerator: 'wrk' | 'autocannon' = spawnSync('wrk', ['-v']).error ? 'autocannon' : 'wrk'

/** Posts webhooks as fast as they are answered. With several URLs, runs one generator for each and adds up the results. */
export async function runLoad(urls: readonly string[], options: LoadOptions): Promise<LoadResult> {
  const run = loadGenerator === 'wrk' ? runWrk : runAutocannon
  const connections = Math.max(1, Math.floor(options.connections / urls.length))
  const results = await Promise.all(urls.map((url) => run(url, { ...options, connections })))
  const sum = (pick: (result: LoadResult) => number) => results.reduce((total, result) => total + pick(result), 0)
  return {
    acknowledged: sum((result) => result.acknowledged),
    refused: sum((result) => result.refused),
    broken: sum((result) => result.broken),
    seconds: sum((result) => result.seconds) / results.length,
    latencies: mergeLatencies(results.map(({ latencies, acknowledged }) => ({ latencies, weight: acknowledged }))),
    maxMs: Math.max(...results.map((result) => result.maxMs)),
  }
}
