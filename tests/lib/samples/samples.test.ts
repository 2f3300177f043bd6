import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isHeaderName, isHeaderValue } from '#lib/core/headers'
import { sampleProviders } from '#lib/samples/index'
import type { SampleProvider } from '#lib/samples/sample'
import { newSampleValues } from '#lib/samples/sample-values'
import { newTestSecret } from '#lib/samples/test-secret'
import { senderOf } from '#lib/senders/read-facts'
import { headerIndex, recognise } from '#lib/senders/recognise'
import type { SignatureRequest } from '#lib/signatures/scheme'
import { schemes } from '#lib/signatures/schemes/index'
import { verify } from '#lib/signatures/verify'
import { material, NOW, signedRequest } from '../signatures/requests'

const URL_HERE = 'https://creel.example/in/orders'
const ALL = Object.entries(sampleProviders) as [string, SampleProvider][]
const EVENTS = ALL.flatMap(([id, provider]) => Object.keys(provider.events).map((event) => [id, event, provider] as const))
const SIGNED = EVENTS.flatMap(([id, event, provider]) => provider.schemes.map((scheme) => [id, event, scheme, provider] as const))

/** Random numbers that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

function sampleOf({ events }: SampleProvider, event: string, seed = 1): SignatureRequest {
  const { headers, body } = events[event]!(newSampleValues(NOW, seeded(seed)))
  return { method: 'POST', url: URL_HERE, headers, body: new TextEncoder().encode(body) }
}

const recognised = ({ method, headers, body }: SignatureRequest) =>
  recognise({ method, query: null, header: headerIndex(headers), body })

test("has samples of at least 15 providers, each under its sender's id", () => {
  expect(ALL.length).toBeGreaterThanOrEqual(15)
  expect(ALL.filter(([id, { sender }]) => id !== sender)).toEqual([])
})

test('docs/samples.md lists every provider with its events and schemes', () => {
  const rows = readFileSync('docs/samples.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| [^|]+ \| `[a-z-]+` \|/.test(line))
  const words = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word)
  const documented = rows.map((row) => row.split('|').slice(2, 5).map(words))
  expect(documented).toEqual(ALL.map(([id, { events, schemes }]) => [[id], Object.keys(events), [...schemes]]))
})

describe.each(SIGNED)('%s, %s, signed as %s', (id, event, schemeId, provider) => {
  const scheme = schemes[schemeId]
  const secret = material(newTestSecret(schemeId, seeded(7)))
  const signed = signedRequest(scheme, sampleOf(provider, event), secret, { id: 'msg_1' })

  test('is valid with its secret and invalid with another', () => {
    expect(verify(scheme, signed, secret, { now: NOW, url: URL_HERE }).verdict).toBe('valid')
    const other = material(newTestSecret(schemeId, seeded(8)))
    expect(verify(scheme, signed, other, { now: NOW, url: URL_HERE }).verdict).toBe('invalid')
  })

  test('is recognised as its own label', () => {
    expect(recognised(signed)).toMatchObject({ provider: id, event })
  })
})

test.each(EVENTS.filter(([, , { schemes }]) => schemes.length === 0))('%s, %s is recognised unsigned', (id, event, provider) => {
  expect(recognised(sampleOf(provider, event))).toMatchObject({ provider: id, event })
})

describe.each(EVENTS)('%s, %s', (_, event, provider) => {
  const first = sampleOf(provider, event)
  const text = new TextDecoder().decode(first.body)

  test('has legal headers, and a content type that matches its body', () => {
    expect(first.headers.filter(([name, value]) => !isHeaderName(name) || !isHeaderValue(value))).toEqual([])
    const type = headerIndex(first.headers)('content-type')!
    if (type.startsWith('application/json')) expect(JSON.parse(text)).toBeTypeOf('object')
    else expect(new URLSearchParams(text).size).toBeGreaterThan(3)
  })

  test('has new ids each time, and its time of creation', () => {
    const second = sampleOf(provider, event, 2)
    expect(new TextDecoder().decode(second.body)).not.toBe(text)
    const ids = [first, second].map((each) => recognised(each)?.messageId).filter((id) => id !== null && id !== undefined)
    expect(new Set(ids).size).toBe(ids.length)
    const times = ['2026-11-28', String(NOW / 1000)]
    const carries = times.some((time) => text.includes(time) || JSON.stringify(first.headers).includes(time))
    expect(carries || provider.sender === 'twilio' || text.startsWith('token=')).toBe(true) // these forms contain no time
  })
})

test("every sample's sender has a label", () => {
  const labels = ALL.map(([provider]) => senderOf({ provider, event: null, summary: null, messageId: null })?.label)
  expect(labels.filter((label) => !label)).toEqual([])
})
