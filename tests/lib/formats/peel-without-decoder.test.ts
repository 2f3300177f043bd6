import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { peel } from '#lib/formats/peel'

test('where the brotli decoder cannot be fetched, the bytes are shown as they came, and why', async () => {
  const packed = Uint8Array.from(brotliCompressSync('hello'))
  const { bytes, layers, notes } = await peel(packed, 'br')
  expect(bytes).toEqual(packed)
  expect(layers).toEqual([])
  expect(notes).toEqual([expect.stringContaining('its decoder could not be loaded')])
})
