import { expect, test, vi } from 'vitest'
import { createLog } from '#lib/log'
import { createLogSink } from '#lib/log-sink'

const failure = (code: string) => Object.assign(new Error(code), { code })

/** A file that takes `room` bytes and then fails with `code`. */
function aFile(code: string, room = 0) {
  const file = {
    text: '',
    room,
    write(bytes: Uint8Array): number {
      if (file.room <= 0) throw failure(code)
      const part = bytes.subarray(0, file.room)
      file.room -= part.byteLength
      file.text += Buffer.from(part).toString()
      return part.byteLength
    },
  }
  return file
}
const sinkTo = (file: ReturnType<typeof aFile>) => createLogSink((bytes) => file.write(bytes), (lost) => `lost ${lost}\n`) // biome-ignore format: one line

test.each(['ENOSPC', 'EPIPE', 'EIO', 'EBADF'])('%s: drops and counts lines, and logs how many once there is room', (code) => {
  const file = aFile(code)
  const sink = sinkTo(file)
  for (const line of ['a\n', 'b\n', 'c\n']) sink.write(line)
  expect(sink.lostCount).toBe(3)
  file.room = 1000
  sink.write('d\n')
  sink.write('e\n')
  expect([file.text, sink.lostCount]).toEqual(['lost 3\nd\ne\n', 3])
})

test('reports a loss even if nothing more is logged', async () => {
  vi.useFakeTimers()
  const file = aFile('ENOSPC')
  sinkTo(file).write('a\n')
  await vi.advanceTimersByTimeAsync(3000)
  file.room = 1000
  await vi.advanceTimersByTimeAsync(1000)
  expect(file.text).toBe('lost 1\n')
  vi.useRealTimers()
})

test('ends a partly written line before the next one', () => {
  const file = aFile('ENOSPC', 4)
  const sink = sinkTo(file)
  sink.write('whole line\n')
  file.room = 1000
  sink.write('next\n')
  expect(file.text).toBe('whol\nlost 1\nnext\n')
})

test('lines wait for a slow reader in order, up to a limit', async () => {
  vi.useFakeTimers()
  const file = aFile('EAGAIN', 3)
  const sink = sinkTo(file)
  const line = `${'x'.repeat(99_999)}\n`
  for (let i = 0; i < 15; i += 1) sink.write(line)
  expect([sink.lostCount, file.text]).toEqual([5, 'xxx'])
  file.room = 10_000_000
  await vi.advanceTimersByTimeAsync(200)
  sink.write('now\n')
  expect(file.text).toBe(`${line.repeat(10)}lost 5\nnow\n`)
  vi.useRealTimers()
})

test('logging never throws, whatever is logged and wherever it goes', () => {
  const log = createLog('info', {
    write() {
      throw failure('ENOSPC')
    },
  })
  expect(() => log.error({ err: new Error('x') }, 'y')).not.toThrow()
  const nasty = new Error('x')
  Object.defineProperty(nasty, 'message', {
    get() {
      throw new Error('not even this')
    },
  })
  expect(() => log.error({ err: nasty }, 'y')).not.toThrow()
})
