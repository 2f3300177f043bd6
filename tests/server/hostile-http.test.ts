import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredBin } from '#lib/store/stored-bin'
import { hostileInputs } from './hostile-inputs'
import { openRaw, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

const PROBE_MS_MAX = 2_000
const ANSWER_MS_MAX = 5_000

let creel: Creel
let bin: StoredBin
let probed: StoredBin
beforeAll(async () => {
  creel = await startCreel()
  bin = await creel.createBin()
  probed = await creel.createBin()
})
afterAll(() => creel.close())

/** The status of the first answer, or `closed` if there was none. */
async function statusOf(bytes: string): Promise<number | 'closed'> {
  const connection = await openRaw(creel.port)
  connection.socket.on('error', () => {}) // writing may fail once the server has closed
  connection.write(bytes.replaceAll('BIN', bin.id))
  connection.finish()
  const answer = await Promise.race([
    connection.answer().then(({ status }) => status),
    connection.closed.then(() => 'closed' as const),
    new Promise<'silence'>((resolve) => setTimeout(resolve, ANSWER_MS_MAX, 'silence').unref()),
  ]).catch(() => 'closed' as const)
  connection.socket.destroy()
  if (answer === 'silence') throw new Error(`no answer within ${ANSWER_MS_MAX} ms`)
  return answer
}

test('has at least 80 different hostile inputs', () => {
  expect(new Set(hostileInputs.map(({ bytes }) => bytes)).size).toBeGreaterThanOrEqual(80)
  expect(new Set(hostileInputs.map(({ name }) => name)).size).toBe(hostileInputs.length)
})

test.each(hostileInputs)('$name is answered with $answers, and the next sender is served at once', async ({ bytes, answers }) => {
  expect(answers).toContain(await statusOf(bytes))
  const startedAt = performance.now()
  expect((await sendRaw(creel.port, `POST /in/${probed.id} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi`)).status).toBe(200)
  expect(performance.now() - startedAt).toBeLessThan(PROBE_MS_MAX)
})

test('captures nothing that was smuggled inside another request', async () => {
  const captures = await creel.runtime.store.listCaptures(bin.key, { limit: 500 })
  expect(captures.length).toBeGreaterThan(5)
  expect(captures.filter(({ target }) => target.includes('smuggled')).map(({ target }) => target)).toEqual([])
})
