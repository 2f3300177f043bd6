import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Scheme } from '#lib/signatures/scheme'
import { type SchemeId, schemes } from '#lib/signatures/schemes/index'
import { verify } from '#lib/signatures/verify'
import { aRequest, material, NOW, signedRequest } from './requests'

/** Requests that providers' packages accepted, and refused with another body. Recorded by fixtures/sdk/record.ts. */
type Recorded = {
  acceptedBy: string
  scheme: SchemeId
  secret: string | null
  publicKey: string | null
  url: string
  headers: [string, string][]
  body: string
}

const RECORDED: Recorded[] = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/sdk/recorded.json'), 'utf8'))

describe.each(RECORDED.map((each) => [`${each.acceptedBy} (${each.scheme})`, each] as const))('%s', (_, recorded) => {
  const scheme: Scheme = schemes[recorded.scheme]
  const secret = material(recorded.secret, recorded.publicKey)
  const request = { ...aRequest(recorded.body, {}, recorded.url), headers: recorded.headers }

  test('accepted what Creel finds valid', () => {
    expect(verify(scheme, request, secret, { now: NOW }).verdict).toBe('valid')
    const other = { ...request, body: new TextEncoder().encode(recorded.body.replace('1', '2')) }
    expect(verify(scheme, other, secret, { now: NOW }).verdict).not.toBe(scheme.signsBody ? 'valid' : 'late')
  })

  test('accepted what Creel signs', () => {
    if (!scheme.sign) return expect(recorded.publicKey).not.toBeNull() // signed with a key generated for the recording
    const again = signedRequest(scheme, request, secret)
    expect(new Map(again.headers)).toEqual(new Map(request.headers))
    expect(new TextDecoder().decode(again.body)).toBe(recorded.body)
  })
})
