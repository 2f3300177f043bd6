import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAppError } from '#lib/core/errors'
import { readAddress, refusedKind } from '#lib/net/address-guard'
import { createAllowList, parseAllowEntry } from '#lib/net/allow-list'
import { createGuard } from '#lib/net/guard'
import { readTarget } from '#lib/net/target'
import { propertyRuns } from '../../property-runs'

const guard = createGuard(createAllowList([]))
const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
/** Half of them from interesting ranges. */
const interesting = fc.oneof(
  octets,
  fc.tuple(fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 255), fc.nat(255), fc.nat(255), fc.nat(255)),
)
const numberOf = ([a, b, c, d]: readonly number[]) => ((a! * 256 + b!) * 256 + c!) * 256 + d!

/** A notation that `inet_aton` and browsers accept for this address: 1 to 4 parts, each decimal, hex or octal. */
function spelling(address: readonly number[], parts: number, radix: readonly number[]): string {
  const [a, b, c] = address
  const rest = numberOf(address) % 256 ** (5 - parts)
  const values = [...[a, b, c].slice(0, parts - 1), rest] as number[]
  const spell = [(n: number) => String(n), (n: number) => `0x${n.toString(16)}`, (n: number) => `0${n.toString(8)}`]
  return values.map((value, i) => spell[radix[i]!]!(value)).join('.')
}

test('judges an IPv4 address alike in every notation, mapped into IPv6, and behind NAT64', () => {
  fc.assert(
    fc.property(
      interesting,
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
      (address, parts, radix) => {
        const plain = address.join('.')
        const kind = refusedKind(readAddress(plain)!)
        const hex = numberOf(address).toString(16).padStart(8, '0')
        const last = `${hex.slice(0, 4)}:${hex.slice(4)}`
        expect(refusedKind(readAddress(`::ffff:${last}`)!)).toBe(kind)
        expect(refusedKind(readAddress(`64:ff9b::${last}`)!) === null).toBe(kind === null)
        for (const host of [spelling(address, parts, radix), `[::ffff:${last}]`, `[64:ff9b::${last}]`]) {
          expect([host, isRefused(`http://${host}/`)]).toEqual([host, kind !== null])
        }
      },
    ),
    { numRuns: propertyRuns(2_000) },
  )
})

test('outside 2000::/3, allows only mapped and NAT64 IPv6 addresses', () => {
  const groups = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(groups, (parts) => {
      fc.pre(parts[0]! >> 13 !== 1 && !(parts[0] === 0x64 && parts[1] === 0xff9b) && parts.slice(0, 5).some((part) => part !== 0))
      expect(refusedKind(readAddress(parts.map((part) => part.toString(16)).join(':'))!)).not.toBeNull()
    }),
    { numRuns: propertyRuns(2_000) },
  )
})

/** Text that sometimes looks like a URL. */
const urlLike = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom('/', '\\', '@', ':', '?', '#', '%', '..', '[', ']', ' ', '\n', '\0', 'é', '\ud800', '%2e'),
        fc.string(),
      ),
    )
    .map((parts) => `http://${parts.join('')}`),
)

test('any URL is refused by its field, or yields a legal request line and the host that a browser would use', () => {
  fc.assert(
    fc.property(urlLike, (text) => {
      try {
        const target = readTarget(text)
        expect(target.requestTarget).toMatch(/^\/[\x21-\x7e]*$/)
        expect(target.requestTarget).not.toContain('#')
        expect(target.hostname).toBe(new URL(text).hostname)
        expect(text.trim()).not.toMatch(/[\p{Cc}\p{Cs}]/u)
        expect(target.host).toMatch(/^[\x21-\x7e]+$/)
        expect(new URL(text).username + new URL(text).password).toBe('')
      } catch (error) {
        if (!isAppError(error)) throw error
        expect(error.options.errors?.[0]?.path).toBe('url')
      }
    }),
    { numRuns: propertyRuns(3_000) },
  )
})

test('any entry of CREEL_RESEND_ALLOW is read or refused with a reason', () => {
  const part = fc.oneof(
    fc.constantFrom('127.0.0.1', '::1', '[::1]', '/', ':', '32', '%eth0', '0', 'localhost', '.'),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(
      fc.array(part).map((parts) => parts.join('')),
      (text) => {
        try {
          expect(['network', 'endpoint']).toContain(parseAllowEntry(text).kind)
        } catch (error) {
          if (!(error instanceof RangeError)) throw error
          expect(error.message.length).toBeGreaterThan(20)
        }
      },
    ),
    { numRuns: propertyRuns(3_000) },
  )
})

function isRefused(url: string): boolean {
  try {
    guard.checkTarget(readTarget(url))
    return false
  } catch (error) {
    if (isAppError(error) && error.code === 'target_forbidden') return true
    throw error
  }
}
