import { describe, expect, test } from 'vitest'
import { CAUSE_CODES } from '#lib/signatures/explain/cause'
import { explain, explainInSlices } from '#lib/signatures/explain/explain'
import { schemes } from '#lib/signatures/schemes/index'
import { explained, github, SECRET } from './explained'
import { REQUEST_CASES } from './request-cases'
import { aRequest, material, NOW, signedRequest } from './requests'
import { SECRET_AND_BODY_CASES } from './secret-and-body-cases'

const CASES = [...SECRET_AND_BODY_CASES, ...REQUEST_CASES]

describe('the first cause is', () => {
  test.each(CASES)('%s (certain: %s): %s', (code, certain, _, report) => {
    const [first] = report().causes
    expect(first).toMatchObject({ code, certain })
  })

  test('every code has a case', () => {
    const foreign = ['body_compressed'] // tests/lib/signatures/explain-foreign.test.ts
    expect(new Set([...CASES.map(([code]) => code), ...foreign])).toEqual(new Set(CAUSE_CODES))
  })
})

test('names both mistakes if there are two', () => {
  const request = github(Buffer.from('00ff10aa', 'hex'), '{"id": "evt_1", "amount": 1099, "name": "Zoë"}')
  expect(explained('github', request, '00ff10aa').causes.map(({ code, certain }) => [code, certain])).toEqual([
    ['secret_encoding', true],
    ['body_reserialised', true],
  ])
})

test('returns no cause for a plainly valid signature', () => {
  expect(explained('github', github(SECRET))).toMatchObject({ verdict: 'valid', causes: [], triedCount: 0 })
})

test('tries other bodies for asymmetric schemes too', () => {
  const material = {
    secret: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
    publicKey: null,
  }
  const signed = signedRequest(schemes['standard-webhooks-ed25519'], aRequest('{"a": 1}'), material)
  const request = { ...signed, body: new TextEncoder().encode('{"a":1}') }
  const report = explain({ scheme: schemes['standard-webhooks-ed25519'], request, material, options: { now: NOW } })
  expect(report.causes[0]).toMatchObject({ code: 'body_reserialised', certain: true })
})

test('finds the body whose hash a JWT contains', () => {
  const signed = signedRequest(schemes.vonage, aRequest('{"a": 1}'), material(SECRET))
  expect(explained('vonage', { ...signed, body: new TextEncoder().encode('{"a":1}') }).causes[0]).toMatchObject({
    code: 'body_reserialised',
    certain: true,
  })
})

test('shows no secret in causes or steps', () => {
  for (const [, , , report] of CASES) expect(JSON.stringify(report())).not.toContain(SECRET.slice(6))
})

test('pauses between slices', async () => {
  let pauses = 0
  const pause = async () => void pauses++
  const input = { scheme: schemes.github, request: github('other'), material: material(SECRET), options: { now: NOW } }
  const report = await explainInSlices(input, { sliceMs: 0, pause })
  expect(report).toEqual(explain(input))
  expect(pauses).toBeGreaterThan(report.triedCount / 2)
})

test('stops when its budget is spent', () => {
  expect(explained('github', github('other'), SECRET, { budgetBytes: 20_000 }).triedCount).toBeLessThan(20)
})
