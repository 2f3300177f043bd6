import { expect, test } from 'vitest'
import type { BinEvent } from '#lib/live/bin-event'
import { announceVerdicts, type JudgedAgain } from '#lib/services/signatures/announce-verdicts'
import type { StoredSignature } from '#lib/store/stored-capture'

const VALID: StoredSignature = { verdict: 'valid', scheme: 'github', secretId: 'sec_1', signedAt: null, ageSeconds: null }
const INVALID: StoredSignature = { ...VALID, verdict: 'invalid' }

/** A bin of 10,000 captures, and the events of its watchers. */
function aBin() {
  let time = 100_000
  const heard: string[] = []
  const changed = (binId: string, event: BinEvent) => {
    const seqs = event.type === 'bin:rechecked' ? `${event.fromSeq}–${event.throughSeq}` : 'seq' in event ? event.seq : ''
    heard.push(`${binId} ${event.type} ${seqs}`)
  }
  const announcer = announceVerdicts({ live: { changed }, now: () => time })
  const stored = (id: string, ...judged: (Pick<JudgedAgain, 'seq'> & Partial<JudgedAgain>)[]) => {
    const range = { bin: { key: 1, id, captureTag: 't', secretsVersion: 2 }, lastSeq: 10_000 }
    announcer.stored(
      range,
      judged.map((each) => ({ receivedAt: 0, before: null, signature: VALID, ...each })),
    )
  }
  return { heard, announcer, stored, wait: (ms: number) => (time += ms) }
}

test('announces the newest 2,000 one by one, and older ones as one range', () => {
  const { heard, announcer, stored } = aBin()
  stored('bin', { seq: 10_000 }, { seq: 8_001 }, { seq: 8_000 }, { seq: 7_000 })
  expect(heard).toEqual(['bin capture:updated 10000', 'bin capture:updated 8001'])
  stored('bin', { seq: 6_000, before: VALID, signature: INVALID }, { seq: 5_000 })
  announcer.flush()
  expect(heard.slice(2)).toEqual(['bin bin:rechecked 5000–8000'])
  announcer.flush()
  expect(heard).toHaveLength(3)
})

test('says nothing of an older capture whose verdict is the same', () => {
  const { heard, announcer, stored } = aBin()
  stored('bin', { seq: 10, before: VALID }, { seq: 9_000, before: VALID }, { seq: 11, before: null, signature: null })
  announcer.flush()
  expect(heard).toEqual([])
})

test('during a long check, announces the older ones of each bin every five seconds', () => {
  const { heard, announcer, stored, wait } = aBin()
  stored('a', { seq: 500 })
  wait(4_999)
  stored('b', { seq: 400 })
  stored('a', { seq: 300 })
  expect(heard).toEqual([])
  wait(1)
  stored('b', { seq: 200 })
  expect(heard).toEqual(['a bin:rechecked 300–500'])
  stored('a', { seq: 100 })
  announcer.flush()
  expect(heard.slice(1)).toEqual(['b bin:rechecked 200–400', 'a bin:rechecked 100–100'])
})
