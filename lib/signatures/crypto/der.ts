/** One DER value (ITU-T X.690): its tag, its content, and the whole value including tag and length. */
export type DerValue = { tag: number; content: Uint8Array; whole: Uint8Array }

export const DER = { integer: 0x02, bitString: 0x03, oid: 0x06, sequence: 0x30, version: 0xa0 } as const

/** The consecutive values in `bytes`, or null if it is not well-formed DER. */
export function derValues(bytes: Uint8Array): DerValue[] | null {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length; ) {
    const value = valueAt(bytes, at)
    if (value === null) return null
    values.push(value)
    at += value.whole.length
  }
  return values
}

function valueAt(bytes: Uint8Array, at: number): DerValue | null {
  const first = bytes[at + 1]
  if (first === undefined) return null
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 4 || first === 0x80) return null
  let length = lengthBytes === 0 ? first : 0
  for (let i = 0; i < lengthBytes; i++) length = length * 256 + (bytes[at + 2 + i] ?? Number.POSITIVE_INFINITY)
  const start = at + 2 + lengthBytes
  if (start + length > bytes.length) return null
  return { tag: bytes[at]!, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) }
}
