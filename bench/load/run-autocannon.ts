import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Result } from 'autocannon'
import { pinned } from '../child'
import { signedHeaders, webhookBody } from '../payload'
import { temporaryDirectory } from '../setup'
import type { LoadOptions, LoadResult } from './load-result'

const PROGRAM = join(import.meta.dirname, '../../node_modules/autocannon/autocannon.js')

/** Runs autocannon in its own process. It reports whole milliseconds and a dozen percentiles, which fill the table in steps. */
export async function runAutocannon(url: string, { connections, seconds, bodyBytes, cores }: LoadOptions): Promise<LoadResult> {
  const directory = temporaryDirectory('autocannon')
  try {
    const bodyFile = join(directory.path, 'body')
    const body = webhookBody(bodyBytes)
    writeFileSync(bodyFile, body)
    const headers = signedHeaders(body).flatMap((pair) => ['-H', pair.join('=')])
    const shape = ['-j', '-n', '-m', 'POST', '-c', String(connections), '-d', String(seconds), '-i', bodyFile, ...headers]
    const [program, args] = pinned(process.execPath, [PROGRAM, ...shape, url], cores)
    const { stdout } = await promisify(execFile)(program, args, { timeout: (seconds + 30) * 1000, maxBuffer: 1 << 24 })
    const result = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Result
    return {
      acknowledged: result['2xx'] + result['3xx'],
      refused: result['4xx'] + result['5xx'],
      broken: result.errors,
      seconds: result.duration,
      latencies: spread(result.latency),
      maxMs: result.latency.max,
    }
  } finally {
    directory.remove()
  }
}

function spread(latency: Result['latency']): number[] {
  const known: [number, number][] = [
    [10, latency.p10],
    [25, latency.p25],
    [50, latency.p50],
    [75, latency.p75],
    [90, latency.p90],
    [97.5, latency.p97_5],
    [99, latency.p99],
    [99.9, latency.p99_9],
  ]
  return Array.from({ length: 999 }, (_, index) => known.find(([percent]) => percent >= (index + 1) / 10)![1])
}
