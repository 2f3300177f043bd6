import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { createRefusals } from '#lib/limits/create-refusals'
import type { RefusedRequest } from '#lib/limits/limits'
import { redisUrl } from '../../services'

const BIN = '4f9m2k7q0x8z1b3c5d6g7h'
const log = { warn() {} } as never
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})
function refusals(redis: string | null = null, prefix = randomUUID()) {
  const made = createRefusals(redis, log, Date.now, `test:${prefix}`)
  opened.push(made)
  return made
}
const refused = (binId: string, part: Partial<RefusedRequest> = {}): RefusedRequest => ({
  binId,
  status: 404,
  reason: 'bin_not_found',
  captureId: null,
  at: 1_000,
  ...part,
})
const ids = (found: readonly RefusedRequest[]) => found.map(({ binId }) => binId)

test('are found by a bin id that differs in at most two characters, latest first', async () => {
  const made = refusals()
  const near = [BIN, BIN.replace('4f', '4g'), BIN.slice(1), `${BIN}aa`, BIN.toUpperCase(), BIN.replace('4f', 'f4')]
  const far = [BIN.replace('4f9', 'xyz'), BIN.slice(3), 'other', '']
  for (const [at, id] of near.entries()) made.refused(refused(id, { at }), 'sender')
  for (const id of far) made.refused(refused(id), 'sender')
  expect(ids(await made.near(BIN, 0))).toEqual([...near].reverse())
  expect(ids(await made.near(BIN, 4))).toEqual([...near].reverse().slice(0, 2))
})

test('are found by a short id only if one character differs', async () => {
  const made = refusals()
  for (const id of ['shop', 'shap', 'shp', 'chip', 'shoppe']) made.refused(refused(id), 'sender')
  expect(ids(await made.near('shop', 0)).sort()).toEqual(['shap', 'shop', 'shp'])
})

test('of one sender cannot displace those of another', async () => {
  const made = refusals()
  made.refused(refused(BIN, { captureId: 'cap_x_1', status: 413, reason: 'body_too_large' }), 'careless')
  for (let i = 0; i < 10_000; i++) made.refused(refused(`${BIN.slice(0, -3)}${1000 + i}`), 'flood')
  expect(await made.near(BIN, 0)).toMatchObject([{ status: 413, captureId: 'cap_x_1' }])
  for (let i = 0; i < 98; i++) made.refused(refused('other'), `sender ${i}`)
  expect(ids(await made.near(BIN, 0))).toEqual([BIN])
  made.refused(refused('other'), 'one more')
  expect(await made.near(BIN, 0)).toEqual([])
})

test('appear once if repeated, with the latest time', async () => {
  const made = refusals()
  for (const at of [1, 2, 3]) made.refused(refused(BIN, { at }), 'sender')
  made.refused(refused(BIN, { at: 2, status: 429, reason: 'too_many_requests' }), 'sender')
  expect((await made.near(BIN, 0)).map(({ status, at }) => [status, at])).toEqual([
    [404, 3],
    [429, 2],
  ])
})

test('do not keep an overlong id', async () => {
  const made = refusals()
  const id = 'x'.repeat(81)
  made.refused(refused(id), 'sender')
  expect(await made.near(id, 0)).toEqual([])
})

test.skipIf(redisUrl === null)('of one process are found by the other', async () => {
  const prefix = randomUUID()
  const [one, other] = [refusals(redisUrl, prefix), refusals(redisUrl, prefix)]
  one.refused(refused(BIN, { at: 7 }), 'sender')
  await expect.poll(() => other.near(BIN, 0)).toEqual([refused(BIN, { at: 7 })])
})

test('are kept per process while Redis is down', async () => {
  const made = refusals('redis://127.0.0.1:9')
  made.refused(refused(BIN), 'sender')
  expect(await made.near(BIN, 0)).toEqual([refused(BIN)])
})
