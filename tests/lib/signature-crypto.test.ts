import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '#lib/signature-crypto'
import { portableCrypto } from '#lib/signatures/crypto/portable'
import { readPublicKey } from '#lib/signatures/crypto/public-key'

const HASHES = ['sha1', 'sha256', 'sha384', 'sha512'] as const

test('both implementations hash alike, whatever the pieces', () => {
  fc.assert(
    fc.property(fc.constantFrom(...HASHES), fc.uint8Array(), fc.array(fc.uint8Array(), { maxLength: 4 }), (name, key, pieces) => {
      expect(Buffer.from(portableCrypto.hmac(name, key, pieces))).toEqual(nodeCrypto.hmac(name, key, pieces))
      expect(Buffer.from(portableCrypto.hash(name, key))).toEqual(nodeCrypto.hash(name, key))
    }),
  )
})

describe('both accept the same signatures', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ed = generateKeyPairSync('ed25519')
  const message = Buffer.from('what is signed')
  const keyOf = ({ publicKey }: typeof rsa) => readPublicKey(publicKey.export({ format: 'pem', type: 'spki' }).toString())!

  test.each([
    ['rsa-sha1', rsa, sign('sha1', message, rsa.privateKey)],
    ['rsa-sha256', rsa, sign('sha256', message, rsa.privateKey)],
    ['ecdsa-p256-der', ec, sign('sha256', message, ec.privateKey)],
    ['ecdsa-p256-raw', ec, sign('sha256', message, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })],
    ['ed25519', ed, sign(null, message, ed.privateKey)],
  ] as const)('%s', (algorithm, pair, signature) => {
    const other = Buffer.from(signature)
    other[10]! ^= 1
    for (const crypto of [portableCrypto, nodeCrypto]) {
      expect(crypto.verify(algorithm, keyOf(pair), message, signature)).toBe(true)
      expect(crypto.verify(algorithm, keyOf(pair), Buffer.from('another'), signature)).toBe(false)
      expect(crypto.verify(algorithm, keyOf(pair), message, other)).toBe(false)
      expect(crypto.verify(algorithm, keyOf(pair), message, signature.subarray(1))).toBe(false)
      expect(crypto.verify(algorithm, keyOf(pair === ed ? rsa : ed), message, signature)).toBe(false)
    }
  })

  test('and sign with Ed25519 alike', () => {
    const seed = new Uint8Array(32).fill(7)
    expect(Buffer.from(portableCrypto.signEd25519(seed, message))).toEqual(nodeCrypto.signEd25519(seed, message))
  })
})
