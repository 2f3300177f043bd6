/** `TABLES[n]`: the effect of a byte on the sum when `n` more bytes follow it. */
const TABLES: readonly Uint32Array[] = tables()

function tables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
    return crc
  })
  const made = [first]
  for (let n = 1; n < 4; n++) made.push(made[n - 1]!.map((crc) => (crc >>> 8) ^ first[crc & 0xff]!))
  return made
}

/** CRC-32 as in gzip (RFC 1952 section 8). Four bytes at a time, because a body may have a megabyte and other work waits. */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = TABLES as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]
  const { length } = bytes
  let crc = 0xffff_ffff
  let i = 0
  for (; i + 4 <= length; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    crc = t3[crc & 0xff]! ^ t2[(crc >>> 8) & 0xff]! ^ t1[(crc >>> 16) & 0xff]! ^ t0[crc >>> 24]!
  }
  for (; i < length; i += 1) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]!) & 0xff]!
  return ~crc >>> 0
}
