import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { portableCrypto } from '#lib/signatures/crypto/portable'
import { schemes } from '#lib/signatures/schemes/index'
import { verify } from '#lib/signatures/verify'

/** Published signatures, each with its source. Collected from providers' documentation and from the tests of their SDKs. */
type Vector = {
  provider: string
  secret?: string
  publicKey?: string
  certificate?: string
  method?: string
  url?: string
  headers: Record<string, string>
  body: string
  now?: string
  valid: boolean
  source: string
  kind: string
}

const VECTORS: Vector[] = ['vectors.json', 'more-vectors.json'].flatMap((file) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', file), 'utf8')),
)

/** Provider names in the fixtures that are not scheme ids. */
const SCHEME_OF: Record<string, keyof typeof schemes> = { 'generic-hmac-sha256-hex': 'coinify' }

describe.each([['portable', portableCrypto] as const])('%s', (_, crypto) => {
  test.each(VECTORS.map((vector, i) => [`${i} ${vector.provider} ${vector.kind}: ${vector.source}`, vector] as const))(
    '%s',
    (_, vector) => {
      const scheme = schemes[SCHEME_OF[vector.provider] ?? (vector.provider as keyof typeof schemes)]
      const request = {
        method: vector.method ?? 'POST',
        url: vector.url ?? 'https://example.com/',
        headers: Object.entries(vector.headers),
        body: new TextEncoder().encode(vector.body),
      }
      const material = { secret: vector.secret ?? null, publicKey: vector.publicKey ?? vector.certificate ?? null }
      const read = scheme.claim(request)
      const signedAt = read.found === 'signatures' ? read.signedAt : null
      const now = vector.now ? Date.parse(vector.now) : (signedAt ?? 0)
      const { verdict } = verify(scheme, request, material, { now, crypto })
      expect(verdict === 'valid').toBe(vector.valid)
    },
  )
})
