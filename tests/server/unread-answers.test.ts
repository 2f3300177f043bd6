import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStreamBudget } from '#lib/limits/stream-budget'
import { type Creel, startCreel } from './start-creel'

const MIB = 2 ** 20
const BODY = Buffer.alloc(16 * MIB, 'x')
const BUDGET_BYTES = 3 * BODY.byteLength

let creel: Creel
beforeAll(async () => {
  creel = await startCreel({
    fallback: (_req, res) => {
      res.setHeader('content-length', BODY.byteLength)
      res.end(BODY)
    },
  })
  const bounds = { perStreamBytes: Number.POSITIVE_INFINITY, totalBytes: BUDGET_BYTES }
  Object.assign(creel.runtime, { answerBudget: createStreamBudget(bounds, Date.now) })
})
afterAll(() => creel.close())

/** Requests the body and reads only the first chunk. */
async function unreadAnswer(): Promise<Socket> {
  const socket = connect(creel.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('GET /body HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await once(socket, 'data')
  socket.pause()
  return socket
}

async function download(): Promise<number> {
  const [answer] = (await once(get(`${creel.url}/body`, { agent: false }), 'response')) as [IncomingMessage]
  let bytes = 0
  for await (const chunk of answer) bytes += (chunk as Buffer).byteLength
  return bytes
}

test('unread answers hold only their share of memory, and a client that reads gets its whole answer', async () => {
  const { answerBudget } = creel.runtime
  const idle: Socket[] = []
  for (let i = 0; i < 6; i += 1) {
    idle.push(await unreadAnswer())
    expect(answerBudget.heldBytes).toBeLessThanOrEqual(BUDGET_BYTES)
  }
  for (let i = 0; i < 3; i += 1) expect(await download()).toBe(BODY.byteLength)
  expect(answerBudget.heldBytes).toBeGreaterThan(0)
  await Promise.all(
    idle.map(async (socket) => {
      const closed = once(socket, 'close')
      socket.destroy()
      await closed
    }),
  )
  await expect.poll(() => answerBudget.heldBytes).toBe(0)
})
