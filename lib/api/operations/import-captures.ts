import { mediaType } from '#lib/core/content-type'
import { LIMITS } from '#lib/core/limits'
import { type ImportFormat, importFormats, readImport } from '#lib/exporters/read-import'
import type { Turns } from '#lib/limits/turns'
import { importCaptures as importAll } from '#lib/services/import-captures'
import { importAnswer } from '../answers'
import { boundedBytes } from '../open-upload'
import { defineOperation } from '../operation'

/** Small enough to be split in about a millisecond, whatever it contains. */
const PIECE_BYTES = 16_384

const FORMATS = new Map(
  (Object.keys(importFormats) as ImportFormat[]).map((format) => [importFormats[format].contentType, format]),
)

export const importCaptures = defineOperation({
  id: 'importCaptures',
  method: 'POST',
  path: '/api/v1/bins/{bin}/import',
  summary: 'Import captures from a file',
  description:
    'They get new seqs and ids, and keep everything else: method, target, headers, trailers, body, time, address, note, pin. An invalid entry ' +
    'is skipped and reported. A HAR that is not valid JSON, or NDJSON without a line of JSON, returns 400. Each counts as a capture for limits and retention. If the import fails midway, captures stored ' +
    'before stay, and `errors[0].path` of the problem names the first entry that was not stored.',
  access: 'owner',
  params: ['bin'],
  upload: {
    contentTypes: [...FORMATS.keys()],
    description: 'NDJSON: one Capture per line, as in an export. JSON: a HAR 1.2 file, of which the requests are imported.',
    bytesMax: LIMITS.importBytesMax,
  },
  answer: { status: 200, description: 'What was imported, and what was skipped.', schema: importAnswer },
  errors: ['malformed_request', 'malformed_json', 'too_many_requests'],
  async run(rt, { params }, { actor, address, headers, upload }) {
    const format = FORMATS.get(mediaType(headers.get('content-type')) ?? '')!
    const { maxBodyBytes } = rt.config
    // Base64 adds a third, and JSON escapes about as much.
    const rules = { bodyBytesMax: maxBodyBytes, entryBytesMax: maxBodyBytes * 2 + 1_048_576, now: rt.now() }
    const pieces = inTurns(boundedBytes(upload, LIMITS.importBytesMax), rt.limits.turns)
    const items = readImport(pieces, format, rules)
    return { data: await importAll(rt, actor, params.bin, { items, isOneDocument: format === 'har' }, address) }
  },
})

/** A file's bytes in small pieces, each in its turn: blank lines and white space would otherwise be read in one go. */
async function* inTurns(pieces: AsyncIterable<Uint8Array>, turns: Turns): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += PIECE_BYTES) {
      await turns.next()
      yield piece.subarray(from, from + PIECE_BYTES)
    }
  }
}
