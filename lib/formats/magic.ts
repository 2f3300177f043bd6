/** Magic numbers that no text starts with by chance, and their media types. */
const MAGIC: readonly [type: string, offset: number, bytes: string][] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBP'],
  ['image/avif', 4, 'ftypavif'],
  ['image/bmp', 0, 'BM'],
  ['image/x-icon', 0, '\0\0\x01\0'],
  ['application/pdf', 0, '%PDF-'],
  ['application/gzip', 0, '\x1f\x8b\x08'],
  ['application/zstd', 0, '\x28\xb5\x2f\xfd'],
  ['application/zip', 0, 'PK\x03\x04'],
]

/** The media type that the first bytes identify, or null. */
export function magicType(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 16))
  const found = MAGIC.find(([type, offset, magic]) => head.startsWith(magic, offset) && plausible(type, bytes, head))
  return found?.[0] ?? null
}

/** The two letters of BMP and the RIFF header need a further check. */
function plausible(type: string, bytes: Uint8Array, head: string): boolean {
  if (type === 'image/webp') return head.startsWith('RIFF')
  // A bitmap has the file size after the letters, little-endian.
  if (type === 'image/bmp')
    return bytes.length >= 26 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true) === bytes.length
  return true
}
