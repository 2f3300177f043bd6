import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { mediaType } from '#lib/core/content-type'
import type { Archive } from './archive'
import { CSV_COLUMNS, CSV_MARK, csvCells, csvLine } from './csv'

/** A ZIP without the 64-bit extension, which the writer lacks, holds 65,535 files. One of them is the list. */
export const ZIP_CAPTURES_MAX = 65_534
const ZIP_BYTES_MAX = 0xffff_ffff

const SLICE_BYTES = 262_144
const DEFLATED_BYTES_MIN = 512 // compressing smaller bodies gains nothing and costs memory for a compressor each

/**
 * Each body as a file of its own, `{seq}-{method}.{extension}`, and `captures.csv`, which lists them. The method is the only part of a
 * file name that comes from the sender, and it consists of letters and dashes.
 *
 * @throws {RangeError} above 65,534 captures or 4 GiB
 */
export const zip: Archive = {
  id: 'zip',
  label: 'ZIP of bodies',
  extension: 'zip',
  contentType: 'application/zip',
  async *write(steps) {
    const { zip, drain } = openZip()
    const list = [csvLine(['file', ...CSV_COLUMNS])]
    for await (const captures of steps) {
      for (const capture of captures) {
        if (list.length > ZIP_CAPTURES_MAX) throw new RangeError('a ZIP holds at most 65,534 captures; take fewer, or NDJSON')
        const name = bodyFileName(capture)
        list.push(csvLine([name, ...csvCells(capture)]))
        yield* addFile(zip, drain, name, decodeBytes(capture.body))
      }
    }
    yield* addFile(zip, drain, 'captures.csv', new TextEncoder().encode(CSV_MARK + list.join('')))
    zip.end()
    yield drain()
  },
}

type Drain = () => Uint8Array[]

function openZip(): { zip: Zip; drain: Drain } {
  let made: Uint8Array[] = []
  let madeBytes = 0
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    made.push(chunk)
    madeBytes += chunk.byteLength
  })
  return {
    zip,
    drain() {
      if (madeBytes > ZIP_BYTES_MAX) throw new RangeError('a ZIP holds at most 4 GiB; take fewer captures, or NDJSON')
      const ready = made
      made = []
      return ready
    },
  }
}

/** In slices, so that the consumer can let other work run in between. */
function* addFile(zip: Zip, drain: Drain, name: string, bytes: Uint8Array): Generator<Uint8Array[]> {
  const file = bytes.byteLength < DEFLATED_BYTES_MIN ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 3 })
  zip.add(file)
  for (let from = 0; from === 0 || from < bytes.byteLength; from += SLICE_BYTES) {
    file.push(bytes.subarray(from, from + SLICE_BYTES), from + SLICE_BYTES >= bytes.byteLength)
    yield drain()
  }
}

const EXTENSIONS: readonly (readonly [type: RegExp, extension: string])[] = [
  [/^application\/(?:[\w.+-]+\+)?json\b/, 'json'],
  [/^(?:application|text)\/(?:[\w.+-]+\+)?xml\b/, 'xml'],
  [/^application\/x-www-form-urlencoded\b/, 'form.txt'],
  [/^text\/html\b/, 'html.txt'], // so that a double click does not open it in a browser
  [/^text\/csv\b/, 'csv'],
  [/^text\//, 'txt'],
  [/^application\/pdf\b/, 'pdf'],
  [/^image\/png\b/, 'png'],
  [/^image\/jpe?g\b/, 'jpg'],
  [/^image\/gif\b/, 'gif'],
]

export function bodyFileName({ seq, method, contentType }: Capture): string {
  const type = mediaType(contentType) ?? ''
  const extension = EXTENSIONS.find(([pattern]) => pattern.test(type))?.[1] ?? 'bin'
  return `${String(seq).padStart(6, '0')}-${method.replace(/[^A-Za-z-]/g, '_')}.${extension}`
}
