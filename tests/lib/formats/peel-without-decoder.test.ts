import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { peel } from '#lib/formats/peel'

test('shows the bytes as they came, with the reason, if the brotli decoder cannot be loaded', async () => {
  const packed = Uint8Array.from(brotliCompressSync('hello'))
  const { bytes, layers, notes } = await peel(packed, 'br')
  expect(bytes).toEqual(packed)
  expect(layers).toEqual([])
  expect(notes).toEqual([expect.stringContaining('its decoder could not be loaded')])
})
