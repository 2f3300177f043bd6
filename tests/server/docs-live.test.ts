import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { startCreel } from './start-creel'
import { post } from './stream-client'

const ROOT = join(import.meta.dirname, '../..')

test('the script in docs/live.md follows a bin', async () => {
  const [, script] = /```js\n(.*?)```/s.exec(readFileSync(join(ROOT, 'docs/live.md'), 'utf8'))!
  const creel = await startCreel()
  const bin = await creel.createBin()
  await post(creel, bin.id, 2, 1, '/stored')
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script!], {
    cwd: ROOT, // where socket.io-client is installed
    env: { ...process.env, ORIGIN: creel.url, BIN: bin.id, KEY: creel.accessKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    if (lines.length === 2) await post(creel, bin.id, 1, 1, '/live')
    if (lines.length === 3) break
  }
  expect(lines).toEqual(['1 POST /stored', '2 POST /stored', '3 POST /live'])
  child.kill()
  await creel.close()
})
