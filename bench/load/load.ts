import { spawnSync } from 'node:child_process'
import { mergeLatencies } from './latencies'
import type { LoadOptions, LoadResult } from './load-result'
import { runAutocannon } from './run-autocannon'
import { runWrk } from './run-wrk'

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
