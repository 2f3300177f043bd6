import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { captureTarget } from '#lib/core/capture-target'
import { clientAddress, trustedEntry } from '#lib/core/client-address'
import { endToEndHeaders, isHeaderName, isHeaderValue } from '#lib/core/headers'
import { captureId, captureSeq } from '#lib/core/ids'
import { limitSubject } from '#lib/core/limit-subject'
import { replyHeaderFault } from '#lib/core/reply-header'
import { isShareToken, readCredentials, sharedBinIds } from '#lib/services/credentials'
import { originsOf } from '#lib/services/origins'

// Parsers of untrusted input. Other parsers have property tests in their own files.

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.string({ unit: fc.constantFrom(...':/?#@[]%;,=. \t-_019aFx\u0000ÿ') }),
)
const endsLine = (text: string) => ['\r', '\n', '\0'].some((each) => text.includes(each))
const reader = (headers: Record<string, string>) => ({ get: (name: string) => headers[name] ?? null })

describe('for any input', () => {
  test('splits a capture target without throwing, and its parts join to the target', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          anything.map((rest) => `/in/${rest}`),
        ),
        (target) => {
          const read = captureTarget(target)
          if (read === null) return
          const { binId, path, query } = read
          expect(binId).not.toBe('')
          expect(binId).not.toMatch(/[/?]/)
          const after = query === null ? '' : `?${query}`
          const whole = target.endsWith(`${binId}${path}${after}`)
          expect(whole || (path === '/' && target.endsWith(`${binId}${after}`))).toBe(true) // a missing path is also `/`
        },
      ),
    )
  })

  test("a caller's address is valid or null, and never comes from an untrusted header", () => {
    fc.assert(
      fc.property(anything, anything, fc.integer({ min: 0, max: 3 }), (socket, header, hops) => {
        expect(clientAddress(socket, header, hops)).toMatch(/^[0-9a-f:.]{0,45}$/i)
        expect(clientAddress('203.0.113.9', header, 0)).toBe('203.0.113.9')
        expect(trustedEntry(header, 0)).toBeNull()
        expect(limitSubject(header)).toMatch(/^(?:unknown|[0-9a-f:.]+(?:::\/64)?)$/)
      }),
    )
  })

  test('reads credentials and cookies without throwing, and accepts only well-formed tokens', () => {
    fc.assert(
      fc.property(anything, anything, (authorization, cookie) => {
        const credentials = readCredentials(reader({ authorization, cookie }))
        if (credentials?.via === 'bearer') expect(authorization).toContain(credentials.secret)
        for (const binId of sharedBinIds(reader({ cookie }))) expect(binId).toMatch(/^[a-z0-9-]{1,63}$/)
        if (isShareToken(cookie)) expect(cookie).toMatch(/^cs_[0-9a-z]+$/)
      }),
    )
  })

  test('the origins shown are valid origins', () => {
    const config = { origin: null, captureOrigin: null, trustProxy: 1, host: '127.0.0.1', port: 3000 } as Parameters<
      typeof originsOf
    >[0]
    fc.assert(
      fc.property(anything, anything, anything, (host, forwarded, proto) => {
        const { ui } = originsOf(config, reader({ host, 'x-forwarded-host': forwarded, 'x-forwarded-proto': proto }))
        expect(ui).toMatch(/^https?:\/\/[a-z0-9._:[\]-]+$/)
      }),
    )
  })

  test('a capture id yields its seq only in its own bin', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 999_999_999 }), (text, seq) => {
        const read = captureSeq('tag0123456', text)
        expect(read === null || text === captureId('tag0123456', read)).toBe(true)
        expect(captureSeq('tag0123456', captureId('tag0123456', seq))).toBe(seq)
        expect(captureSeq('another', captureId('tag0123456', seq))).toBeNull()
      }),
    )
  })

  test('an accepted header cannot break its line', () => {
    fc.assert(
      fc.property(anything, anything, (name, value) => {
        if (isHeaderName(name)) expect(endsLine(name) || /[\s:]/.test(name)).toBe(false)
        if (isHeaderValue(value)) expect(endsLine(value)).toBe(false)
        if (replyHeaderFault(name, value) === null) expect(endsLine(name + value) || /^set-cookie/i.test(name)).toBe(false)
        for (const [each] of endToEndHeaders([[name, value]]))
          expect(each).not.toMatch(/^(?:connection|host|transfer-encoding)$/i)
      }),
    )
  })
})
