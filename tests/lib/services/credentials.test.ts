import { expect, test } from 'vitest'
import { hashSecret, readCredentials } from '#lib/services/credentials'

const read = (headers: Record<string, string>) => readCredentials(new Headers(headers))

test('reads a Bearer key, whatever the case of the scheme', () => {
  expect(read({ authorization: 'Bearer ck_a' })).toEqual({ secret: 'ck_a', via: 'bearer' })
  expect(read({ authorization: 'bearer  ck_a' })).toEqual({ secret: 'ck_a', via: 'bearer' })
})

test('reads the cookie among others', () => {
  expect(read({ cookie: 'a=1; creel_key=ck_b; xcreel_key=no' })).toEqual({ secret: 'ck_b', via: 'cookie' })
  expect(read({ cookie: 'xcreel_key=no; creel_keys=no; creel_key' })).toBeNull()
})

test('Bearer takes precedence over the cookie; another scheme is for a proxy in front', () => {
  expect(read({ authorization: 'Bearer ck_a', cookie: 'creel_key=ck_b' })?.secret).toBe('ck_a')
  expect(read({ authorization: 'Basic dTpw', cookie: 'creel_key=ck_b' })?.secret).toBe('ck_b')
})

test('stores a hash of the key', () => {
  expect(hashSecret('ck_a')).toMatch(/^[0-9a-f]{64}$/)
  expect(hashSecret('ck_a')).not.toBe(hashSecret('ck_b'))
})
