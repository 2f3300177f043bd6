import { expect, test } from 'vitest'
import { deliveryWriter } from '#lib/store/delivery-writer'
import type { Row, Script } from '#lib/store/transaction'
import { ANY_DELIVERIES, aDelivery } from '../../store/fixtures'

const BIN = { clearedThrough: 0, lastSeq: 9, captureCount: 9, byteCount: 9, deliveryBytes: 0, pinnedCount: 0, pinnedBytes: 0 }
type Commit = { stored: number; resolve(): void; reject(error: Error): void }

/** A writer whose transactions are committed by the test. All captures exist except #9. */
function openWriter() {
  const commits: Commit[] = []
  let began = () => {}
  const writer = deliveryWriter({
    locks: { forUpdate: '', forUpdateSkipLocked: '', wholeDatabase: { sql: '', args: [] } },
    run: (script) =>
      new Promise((resolve, reject) => {
        const { result, stored } = played(script())
        commits.push({ stored, resolve: () => resolve(result), reject })
        began()
      }),
  })
  const add = (seq = 1, size = 1, binKey = 1) => {
    const responseBody = { encoding: 'utf8', data: 'x'.repeat(size), truncated: false } as const
    return writer.addDelivery(binKey, aDelivery(seq, { responseBody }), ANY_DELIVERIES)
  }
  const nextCommit = () => new Promise<void>((resolve) => (began = resolve))
  return { add, commits, nextCommit }
}

/** Runs a script. `stored`: how many deliveries it inserted. */
function played<T>(script: Script<T>): { result: T; stored: number } {
  let stored = 0
  for (let next = script.next(); ; ) {
    if (next.done) return { result: next.value, stored }
    if (!('sql' in next.value)) throw new Error('this script yields single statements')
    const { sql, args } = next.value
    let rows: Row[] = []
    if (sql.includes('FROM "Bin"')) rows = [BIN]
    else if (sql.includes('FROM "Capture"')) rows = args.slice(2).flatMap((seq) => (seq === 9 ? [] : [{ seq: Number(seq) }]))
    else if (sql.startsWith('INSERT')) stored += sql.split('(?').length - 1
    next = script.next(rows)
  }
}

test('deliveries of one event-loop turn share a commit, those that arrive while it is written the next; each waits for its own', async () => {
  const { add, commits, nextCommit } = openWriter()
  const first = nextCommit()
  const done: string[] = []
  const added = [add(1), add(2, 1, 2), add(9)].map((each, at) => each.then((isStored) => done.push(`${at} ${isStored}`)))
  await first
  const second = nextCommit()
  added.push(add(3).then((isStored) => done.push(`3 ${isStored}`)))
  expect(commits.map(({ stored }) => stored)).toEqual([2])
  expect(done).toEqual([])
  commits[0]!.resolve()
  await second
  expect(done).toEqual(['0 true', '1 true', '2 false'])
  commits[1]!.resolve()
  await Promise.all(added)
  expect(done.at(-1)).toBe('3 true')
  expect(commits.map(({ stored }) => stored)).toEqual([2, 1])
})

test('a failed commit fails all of its deliveries, and later ones are stored', async () => {
  const { add, commits, nextCommit } = openWriter()
  const first = nextCommit()
  const outcome = Promise.allSettled([add(), add()])
  await first
  commits[0]!.reject(new Error('disk full'))
  expect((await outcome).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const second = nextCommit()
  const added = add()
  await second
  commits[1]!.resolve()
  expect(await added).toBe(true)
})

test('a commit has at most 64 deliveries and 1 MiB of responses, but always one', async () => {
  const { add, commits, nextCommit } = openWriter()
  const mebibyte = 1024 * 1024
  let commit = nextCommit()
  const added = [
    ...Array.from({ length: 70 }, () => add()),
    add(1, mebibyte),
    add(1, mebibyte),
    add(1, mebibyte / 2),
    add(1, mebibyte / 2),
  ]
  for (let i = 0; i < 5; i += 1) {
    await commit
    commit = nextCommit()
    commits[i]!.resolve()
  }
  expect(await Promise.all(added)).toEqual(added.map(() => true))
  expect(commits.map(({ stored }) => stored)).toEqual([64, 6, 1, 1, 2])
})
