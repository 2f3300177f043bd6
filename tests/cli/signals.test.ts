import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLOSING_ANSWER, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { type Creel, startCreel } from '../server/start-creel'
import { environmentOf, ownerOf } from './listening'
import { emptyDirectory } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const PROGRAM = "import { runAsProcess } from './cli/process.ts'; await runAsProcess(process.argv.slice(1), { version: '1' })"

// On Windows, the only signal is Ctrl-C's, which programs cannot send.
test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
  '%s: the listener stores its cursor and exits with 130',
  async (signal) => {
    const bin = await creel.createBin()
    const receiver = await startReceiver(CLOSING_ANSWER)
    const args = ['listen', bin.id, '--to', `${receiver.port}`, '--name', 'laptop', '--json']
    const env = { ...process.env, ...environmentOf(creel), HOME: await emptyDirectory() }
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, '--', ...args], { env })
    const exited = once(child, 'exit')
    let text = ''
    const until = async (part: string) => {
      while (!text.includes(part)) {
        const [chunk] = await Promise.race([once(child.stdout, 'data'), exited.then(() => Promise.reject(new Error(text)))])
        text += chunk
      }
    }
    await until('"type":"ready"')
    await fetch(`${creel.url}/in/${bin.id}`, { method: 'POST' })
    await until('"type":"delivery"')
    child.kill(signal)
    expect(await exited).toEqual([130, null])
    expect(await ownerOf(creel).getCursor({ bin: bin.id, name: 'laptop' })).toEqual({ seq: 1 })
  },
  60_000,
)
