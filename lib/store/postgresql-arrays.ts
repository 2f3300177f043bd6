/** Types of elements, by their names in SQL, with the OIDs of PostgreSQL's catalogue (pg_type.dat). */
const OIDS = { bool: 16, bytea: 17, bigint: 20, int: 23, text: 25 } as const

export type ElementType = keyof typeof OIDS
export type Element = boolean | number | string | Uint8Array | null

/** Values of that type; integers must be safe integers. */
export type ElementList = { type: ElementType; values: readonly Element[] }

const HEADER_BYTES = 20
const LENGTH_BYTES = 4
/** Larger memory is not kept for the next arrays. */
const KEPT_BYTES_MAX = 1024 * 1024

/**
 * Encodes one-dimensional arrays in PostgreSQL's binary format (`array_recv` in src/backend/utils/adt/arrayfuncs.c). The driver sends Buffers as
 * binary parameters. It would send arrays as text: bytes in hexadecimal, every value escaped, and all of it to be parsed by PostgreSQL.
 *
 * The memory is used again after `release`, because new Buffers for each statement make V8 collect its whole heap every half second.
 */
export class BinaryArrays {
  private spare: Buffer | null = null

  /** `release`: to be called when the driver no longer needs the arrays. If that is never known, the memory is left to garbage collection. */
  write(lists: readonly ElementList[]): { arrays: Buffer[]; release(): void } {
    const sizes = lists.map(({ type, values }) => values.map((value) => sizeOf(type, value)))
    const lengths = sizes.map((each) => each.reduce<number>((sum, size) => sum + LENGTH_BYTES + (size ?? 0), HEADER_BYTES))
    const memory = this.take(lengths.reduce((sum, length) => sum + length, 0))
    let end = 0
    const arrays = lists.map((list, i) => {
      const start = end
      end += lengths[i]!
      const array = memory.subarray(start, end)
      writeArray(array, list, sizes[i]!)
      return array
    })
    return { arrays, release: () => this.keep(memory) }
  }

  private take(bytes: number): Buffer {
    const { spare } = this
    this.spare = null
    return spare && spare.byteLength >= bytes ? spare : Buffer.allocUnsafeSlow(bytes)
  }

  private keep(memory: Buffer): void {
    if (memory.byteLength <= KEPT_BYTES_MAX) this.spare = memory
  }
}

/** null for NULL. */
function sizeOf(type: ElementType, value: Element): number | null {
  if (value === null) return null
  switch (type) {
    case 'bool':
      return 1
    case 'int':
      return 4
    case 'bigint':
      return 8
    case 'text':
      return Buffer.byteLength(value as string)
    case 'bytea':
      return (value as Uint8Array).byteLength
  }
}

function writeArray(array: Buffer, { type, values }: ElementList, sizes: readonly (number | null)[]): void {
  array.writeInt32BE(1, 0) // dimensions
  array.writeInt32BE(sizes.includes(null) ? 1 : 0, 4)
  array.writeInt32BE(OIDS[type], 8)
  array.writeInt32BE(values.length, 12)
  array.writeInt32BE(1, 16) // the first element's index
  let at = HEADER_BYTES
  for (let i = 0; i < values.length; i += 1) {
    const size = sizes[i] ?? null
    at = array.writeInt32BE(size ?? -1, at)
    if (size === null) continue
    writeElement(array, type, values[i]!, at)
    at += size
  }
}

function writeElement(array: Buffer, type: ElementType, value: Element, at: number): void {
  switch (type) {
    case 'bool':
      array[at] = value ? 1 : 0
      break
    case 'int':
      array.writeInt32BE(value as number, at)
      break
    case 'bigint':
      array.writeInt32BE(Math.floor((value as number) / 2 ** 32), at)
      array.writeUInt32BE((value as number) >>> 0, at + 4)
      break
    case 'text':
      array.write(value as string, at)
      break
    case 'bytea':
      array.set(value as Uint8Array, at)
  }
}
