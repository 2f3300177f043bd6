import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownSenders } from '#lib/senders/index'
import { readFacts, senderOf } from '#lib/senders/read-facts'
import { headerIndex } from '#lib/senders/recognise'
import { propertyRuns } from '../../property-runs'
import { sampleParts } from './sample'
import { SAMPLES } from './samples'

const factsOf = (body: unknown, headers: [string, string][] = []) =>
  readFacts({
    method: 'POST',
    query: null,
    header: headerIndex(headers),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('of every known sender', () => {
  test.each(SAMPLES.map((sample) => [`${sample.provider} ${sample.name ?? ''}`.trim(), sample] as const))('%s', (_, sample) => {
    const { provider, event, summary, messageId } = sample
    const facts = readFacts(sampleParts(sample, 'body'))
    expect(facts).toEqual({ provider, event, summary, messageId: messageId ?? facts.messageId })
    expect(senderOf(facts)).toEqual({ provider, label: knownSenders[provider].label, event, summary })
  })
})

describe('of an unknown sender', () => {
  test.each<[string, unknown, string | null]>([
    ['its type', { action: 'c', event: 'b', type: 'order.created' }, 'order.created'],
    ['else its event', { action: 'c', event: 'b' }, 'b'],
    ['else its action', { action: 'c' }, 'c'],
    ['else its action, where the others are no strings', { type: 5, event: { name: 'x' }, action: 'c' }, 'c'],
    ['not a text', { type: 'x'.repeat(81) }, null],
    ['an empty string is none', { type: ' ', event: 'b' }, 'b'],
    ['nothing further in', { data: { type: 'a' } }, null],
    ['nothing of a list', [{ type: 'a' }], null],
    ['nothing of broken JSON', '{"type":"a"', null],
    ['the later of two', '{"type":"a","type":"b"}', 'b'],
    ['what is no prototype', '{"__proto__":{"type":"a"}}', null],
  ])('the event is %s', (_, body, event) => {
    expect(factsOf(body)).toEqual({ provider: null, event, summary: null, messageId: null })
  })

  test('a request with an event has a sender, even without a name', () => {
    expect(senderOf(factsOf({ type: 'a' }))).toEqual({ provider: null, label: null, event: 'a', summary: null })
    expect(senderOf(factsOf({ data: 1 }))).toBeNull()
  })

  test('takes the message id from headers that contain one', () => {
    expect(factsOf({ id: 'x' }, [['Idempotency-Key', ' k1 ']]).messageId).toBe('k1')
    expect(factsOf({ id: 'x' }).messageId).toBeNull()
  })
})

test('uses an id stored by a newer version as its label', () => {
  expect(senderOf({ provider: 'new-one', event: null, summary: null, messageId: null })).toMatchObject({ label: 'new-one' })
  expect(senderOf({ provider: 'toString', event: null, summary: null, messageId: null })).toMatchObject({ label: 'toString' })
})

test('texts are well-formed, in NFC and on one line, so that databases return them unchanged', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 })
  const half = fc.constantFrom('\ud800', '\udfff', 'x'.repeat(198), '\u212a', '\u0000', '😀', 'e\u0301')
  const any = fc.array(fc.oneof(text, half), { maxLength: 5 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(any, any, (type, id) => {
      const facts = Object.values(factsOf({ object: 'event', id: `evt_${id}`, type }))
      for (const fact of facts) {
        if (fact === null) continue
        expect(!/\p{Surrogate}/u.test(fact) && fact.normalize() === fact && fact === fact.trim() && fact.length <= 200).toBe(true)
        expect(fact).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }
    }),
    { numRuns: propertyRuns(1000) },
  )
})

test('only ASCII letters become ASCII letters in lower case', () => {
  const odd = Array.from({ length: 0x11_0000 }, (_, code) => code)
    .filter((code) => code > 0x7f && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code))
  expect(odd.filter((char) => char.normalize() === char && /^[\0-\x7f]+$/.test(char.toLowerCase()))).toEqual([])
})
