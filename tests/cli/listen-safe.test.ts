import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Journal } from '../../cli/listen/journal'
import { CLOSING_ANSWER, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { type Creel, startCreel } from '../server/start-creel'
import { post } from '../server/stream-client'
import { environmentOf, ownerOf, seqsOf, startListening } from './listening'
import { emptyDirectory, runCli } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const env = () => environmentOf(creel)
const owner = () => ownerOf(creel)

test('sends a capture again at the next start if its outcome could not be saved', async () => {
  const bin = await creel.createBin()
  const cwd = await emptyDirectory()
  await writeFile(join(cwd, 'file'), '')
  const cli = await startListening(creel, bin, ['--save', join(cwd, 'file/inside'), '--name', 'saver'], { cwd })
  await post(creel, bin.id, 1)
  expect(await cli.ended).toBe(1)
  expect(cli.stderr()).toMatch(/0001-post\.json cannot be written \(ENOTDIR\)/)
  const again = await startListening(creel, bin, ['--save', join(cwd, 'saved'), '--name', 'saver', '--exit-after', '1'], { cwd })
  expect(await again.ended).toBe(0)
  expect(await readdir(join(cwd, 'saved'))).toEqual(['0001-post.json'])
})

test('does not send again what an earlier listener settled beyond the cursor, unless the cursor is moved back', async () => {
  const bin = await creel.createBin()
  const cwd = await emptyDirectory()
  const receiver = await startReceiver(CLOSING_ANSWER)
  await post(creel, bin.id, 3, 1)
  await owner().setCursor({ bin: bin.id, name: 'x', body: { seq: 0 } })
  const { captures } = await owner().listCaptures({ bin: bin.id, after: 0 })
  const leave = (kept: number) => {
    // The journal of a listener that was killed while #1 was in flight and #2 was answered.
    const journal = new Journal({ HOME: cwd, XDG_STATE_HOME: join(cwd, 'state') }, [creel.url, bin.id, 'x'])
    journal.open(0)
    journal.cursorStored(kept)
    journal.add(captures[1]!)
  }
  const run = async () => {
    const args = ['--to', `${receiver.port}`, '--name', 'x', '--in-order', '--timeout', '30s']
    const cli = await startListening(creel, bin, args, { cwd, env: { ...env(), XDG_STATE_HOME: join(cwd, 'state') } })
    await cli.until(() => seqsOf(cli).includes(3))
    cli.ctrlC()
    await cli.ended
    return seqsOf(cli)
  }
  leave(0)
  expect(await run()).toEqual([1, 3])
  expect(await owner().getCursor({ bin: bin.id, name: 'x' })).toEqual({ seq: 3 })
  await owner().setCursor({ bin: bin.id, name: 'x', body: { seq: 0 } })
  leave(1)
  expect(await run()).toEqual([1, 2, 3])
  expect(await readdir(join(cwd, 'state/creel/listen'))).toEqual([])
})

test('sends no key to a server that only .creel.json names', async () => {
  const cwd = await emptyDirectory()
  await writeFile(join(cwd, '.creel.json'), JSON.stringify({ url: 'https://creel.example', bin: 'somebodys' }))
  const refused = await runCli(['listen', '--to', '3000'], { cwd, env: { CREEL_KEY: creel.accessKey } })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('is not sent to https://creel.example')
  const login = await runCli(['login'], { cwd, stdin: creel.accessKey })
  expect(login.stderr).toContain('is not sent to https://creel.example')
  // Named by the user, or on this machine: fine.
  const bin = await creel.createBin()
  await writeFile(join(cwd, '.creel.json'), JSON.stringify({ url: creel.url, bin: bin.id }))
  const near = await runCli(['bins', '--json'], { cwd, env: { CREEL_KEY: creel.accessKey } })
  expect(near.code).toBe(0)
})
