import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attemptKey, numberAttempts } from '#lib/core/attempts'
import type { CaptureSummary } from '#lib/core/capture'
import { createGrouper } from '#lib/feed/group-attempts'
import { propertyRuns } from '../../property-runs'

const STRIPE = { provider: 'stripe', label: 'Stripe', event: null, summary: null }

function aRow(seq: number, part: Partial<CaptureSummary> = {}): CaptureSummary {
  return {
    ...({ id: `cap_${seq}`, seq, method: 'POST', path: '/', query: null, sender: STRIPE, truncated: false } as CaptureSummary),
    receivedAt: new Date(seq * 1000).toISOString(),
    messageId: null,
    bodyCrc32: '00000001',
    bodySize: 3,
    ...part,
  }
}

test('captures with the same message id are attempts of one message; without an id, those with the same bytes and path', () => {
  const key = (part: Partial<CaptureSummary>) => attemptKey(aRow(1, part))
  expect(key({ messageId: 'm', bodyCrc32: '2' })).toEqual(key({ messageId: 'm', path: '/other' }))
  expect(key({ messageId: 'm' })).toMatchObject({ by: 'id' })
  expect(key({ messageId: 'm' })).not.toEqual(key({ messageId: 'm', sender: null }))
  expect(key({})).toMatchObject({ by: 'bytes' })
  for (const part of [{ bodyCrc32: '2' }, { bodySize: 4 }, { path: '/a' }, { query: 'a' }, { method: 'PUT' }] as const) {
    expect(key(part)).not.toEqual(key({}))
  }
  for (const part of [{ bodySize: 0 }, { truncated: true }, { bodyCrc32: null }] as const) expect(key(part)).toBeNull()
})

test('the list groups equal bytes only from a known sender and of the same event', () => {
  const counts = (...rows: Partial<CaptureSummary>[]) => createGrouper()(rows.map((part, i) => aRow(9 - i, part))).heads.length
  const stripe = (event: string | null) => ({ sender: { ...STRIPE, event } })
  expect(counts(stripe('a'), stripe('a'))).toBe(1)
  expect(counts(stripe('a'), stripe('b'))).toBe(2)
  expect(counts(stripe('a'), { sender: { ...STRIPE, provider: 'other', event: 'a' } })).toBe(2)
  expect(counts({ sender: null }, { sender: null })).toBe(2)
})

test('numbers attempts from the first, with intervals, and detects other bytes without claiming what is unknown', () => {
  const rows = [aRow(35, { bodyCrc32: null }), aRow(5, { bodyCrc32: 'ff' }), aRow(2, { bodySize: 9 }), aRow(1)]
  expect(numberAttempts(rows).map(({ number, intervalMs, sameBytes }) => [number, intervalMs, sameBytes])).toEqual([
    [1, null, true],
    [2, 1000, false],
    [3, 3000, false],
    [4, 30_000, null],
  ])
})

const kind = fc.oneof(
  fc.record({ messageId: fc.constantFrom('a', 'b', 'c'), bodyCrc32: fc.constantFrom('1', '2') }),
  fc.record({ bodyCrc32: fc.constantFrom('1', '2', null) }),
  fc.record({ bodyCrc32: fc.constantFrom('1', '2'), sender: fc.constant(null) }),
  fc.constant({ bodySize: 0 }),
)
const step = fc.oneof(
  fc.record({ do: fc.constant('arrive' as const), kinds: fc.array(kind, { minLength: 1, maxLength: 4 }) }),
  fc.record({ do: fc.constant('older' as const), kinds: fc.array(kind, { minLength: 1, maxLength: 4 }) }),
  fc.record({ do: fc.constant('trim' as const), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('delete' as const), at: fc.nat(20) }),
  fc.record({ do: fc.constant('change' as const), at: fc.nat(20) }),
  fc.record({ do: fc.constant('go back' as const) }),
)

test('every capture is in one group, order is kept, and an updated list is grouped like a new one', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const group = createGrouper()
      let [rows, before, newest, oldest]: [CaptureSummary[], CaptureSummary[], number, number] = [[], [], 100, 100]
      for (const each of steps) {
        const last = rows
        if (each.do === 'arrive') rows = [...each.kinds.map((part) => aRow(++newest, part)).reverse(), ...rows]
        if (each.do === 'older') rows = [...rows, ...each.kinds.map((part) => aRow(oldest--, part))]
        if (each.do === 'trim') rows = rows.slice(0, -each.count)
        if (each.do === 'delete') rows = rows.filter((_, i) => i !== each.at)
        if (each.do === 'change') rows = rows.map((row, i) => (i === each.at ? { ...row, note: 'n' } : row))
        if (each.do === 'go back') rows = before
        before = last
        const { heads, attempts } = group(rows)
        const fresh = createGrouper()(rows)
        expect(heads).toEqual(fresh.heads)
        expect(new Map(attempts)).toEqual(new Map(fresh.attempts))
        const all = heads.flatMap((head) => attempts.get(head.id) ?? [head])
        expect(all.toSorted((a, b) => b.seq - a.seq)).toEqual(rows)
        expect(heads).toEqual(rows.filter((row) => heads.includes(row)))
        for (const [id, list] of attempts) {
          expect([list[0]!.id, list.length > 1]).toEqual([id, true])
          expect(list).toEqual(rows.filter((row) => list.includes(row)))
          expect(new Set(list.map((row) => JSON.stringify(attemptKey(row)))).size).toBe(1)
        }
      }
    }),
    { numRuns: propertyRuns(1000) },
  )
})

test('equal bytes from an unknown sender are not grouped', () => {
  const rows = [aRow(2, { sender: null }), aRow(1, { sender: null })]
  expect(createGrouper()(rows).heads).toEqual(rows)
})

test('groups an unchanged list only once', () => {
  const group = createGrouper()
  const rows = [aRow(2), aRow(1)]
  expect(group(rows)).toBe(group(rows))
})

test('earlier results stay unchanged when more captures arrive', () => {
  const group = createGrouper()
  const rows = [aRow(2), aRow(1)]
  const before = group(rows)
  group([aRow(3), ...rows])
  group([aRow(4), aRow(3), ...rows, aRow(0)])
  expect(before.heads.map(({ seq }) => seq)).toEqual([2])
  expect(before.attempts.get('cap_2')!.map(({ seq }) => seq)).toEqual([2, 1])
})
