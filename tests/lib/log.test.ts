import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { AppError } from '#lib/core/errors'
import { createLog } from '#lib/log'

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  write(createLog('info', sink))
  return JSON.parse(lines[0]!)
}

test('writes one JSON line with level, ISO time and message', () => {
  const line = logged((log) => log.info({ requestId: 'r1' }, 'hello'))
  expect(line).toMatchObject({ level: 'info', requestId: 'r1', msg: 'hello' })
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
})

test.each(['authorization', 'cookie', 'accessKey', 'shareToken', 'secret', 'publicKey', 'body', 'headers'])(
  'hides %s, two levels deep too',
  (name) => {
    const line = logged((log) => log.info({ [name]: 'hush', request: { [name]: 'hush', inner: { [name]: 'hush' } } }, 'x'))
    expect(JSON.stringify(line)).not.toContain('hush')
  },
)

test('describes an error and its causes without their extra fields', () => {
  const cause = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL', query: 'INSERT secret' })
  const line = logged((log) => log.error({ err: new AppError('storage_unavailable', 'no', { cause }) }, 'x'))
  expect(line.err).toMatchObject({
    type: 'AppError',
    code: 'storage_unavailable',
    cause: { message: 'disk full', code: 'SQLITE_FULL' },
  })
  expect(JSON.stringify(line)).not.toContain('secret')
})

test('clips a long message', () => {
  const line = logged((log) => log.error({ err: new Error('x'.repeat(10_000)) }, 'x'))
  expect((line.err as { message: string }).message.length).toBeLessThan(600)
})
