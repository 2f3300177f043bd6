import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

/** Starts the program itself with only these settings. */
function startWith(settings: Record<string, string>): Promise<{ exitCode: number | null; output: string }> {
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' as const, ...settings }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--import', 'tsx', 'server.ts'], { cwd: ROOT, env }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, output: stdout + stderr }),
    )
  })
}

test('a bad setting stops the start with one line and no stack trace', { timeout: 60_000 }, async () => {
  expect(await startWith({ PORT: 'abc', CREEL_FORWARD: 'maybe', CREEL_URL: 'http://127.0.0.1:1' })).toEqual({
    exitCode: 1,
    output:
      'Creel cannot start: PORT is "abc"; it must be a port from 0 to 65535; 0 takes any free one.\n' +
      'Creel cannot start: CREEL_FORWARD is "maybe"; it must be on, off.\n',
  })
})
