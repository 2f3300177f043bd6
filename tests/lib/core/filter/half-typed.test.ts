import { describe, expect, it } from 'vitest'
import { isHalfTyped } from '#lib/core/filter/half-typed'

describe('a half-typed field', () => {
  it.each([
    'p',
    'provid',
    'provider',
    'PROV',
    '-prov',
    'is:pinned pro',
    '(met',
    'header.x-git',
    '$',
    '$.amo',
    'body.act',
    'body[',
    'query.a',
  ])('%s', (text) => expect(isHalfTyped(text)).toBe(true))

  it.each([
    '',
    'customer',
    'customer.created',
    'provider:',
    'provider:s',
    '$.amount>',
    '$.amount>1',
    'body.action=="closed"',
    'pro ',
    '"pro',
    'prov)',
  ])('does not take %j for one', (text) => expect(isHalfTyped(text)).toBe(false))
})
