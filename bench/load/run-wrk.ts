import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pinned } from '../child'
import { signedHeaders, webhookBody } from '../payload'
import { temporaryDirectory } from '../setup'
import type { LoadOptions, LoadResult } from './load-result'

const SCRIPT = join(import.meta.dirname, 'capture.lua')

type Printed = {
  answered: number
  refused: number
  broken: number
  timedOut: number
  microseconds: number
  maxMicroseconds: number
  steps: number[]
}

/** Runs wrk with one thread, which can make far more requests than a Node server answers. */
export async function runWrk(url: string, { connections, seconds, bodyBytes, cores }: LoadOptions): Promise<LoadResult> {
  const directory = temporaryDirectory('wrk')
  try {
    const bodyFile = join(directory.path, 'body')
    const headerFile = join(directory.path, 'headers')
    const body = webhookBody(bodyBytes)
    writeFileSync(bodyFile, body)
    writeFileSync(
      headerFile,
      signedHeaders(body)
        .map((pair) => `${pair.join(': ')}\n`)
        .join(''),
    )
    const shape = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s', '-s', SCRIPT]
    const [program, args] = pinned('wrk', [...shape, url, '--', bodyFile, headerFile], cores)
    const { stdout } = await promisify(execFile)(program, args, { timeout: (seconds + 30) * 1000 })
    const line = stdout.split('\n').find((text) => text.startsWith('{"answered"'))
    if (line === undefined) throw new Error(`wrk printed no result:\n${stdout}`)
    const printed = JSON.parse(line) as Printed
    return {
      acknowledged: printed.answered - printed.refused,
      refused: printed.refused,
      broken: printed.broken + printed.timedOut,
      seconds: printed.microseconds / 1e6,
      latencies: printed.steps.map((microseconds) => microseconds / 1000),
      maxMs: printed.maxMicroseconds / 1000,
    }
  } finally {
    directory.remove()
  }
}
