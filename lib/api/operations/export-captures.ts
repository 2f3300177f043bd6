import { z } from 'zod'
import type { ArchiveKind } from '#lib/exporters/archive'
import { archives } from '#lib/exporters/archives'
import { exportCaptures as exportAll } from '#lib/services/export-captures'
import { filterText } from '../filter-text'
import { defineOperation } from '../operation'
import { queryNumber } from '../query-number'
import { startedStream } from '../started-stream'

const FORMATS = Object.keys(archives) as [ArchiveKind, ...ArchiveKind[]]

export const exportCaptures = defineOperation({
  id: 'exportCaptures',
  method: 'GET',
  path: '/api/v1/bins/{bin}/export',
  summary: 'Export captures as one file',
  description:
    'Oldest first, streamed as it is generated: its size costs no memory, and a reader that disconnects stops the work. If the export fails ' +
    'midway, or the access key or link ends, the connection is closed before the end of the response. A link to one capture exports only that capture. Through a `redacted` link ' +
    'credentials are masked, and bodies that cannot be masked are left out.',
  access: 'reader',
  params: ['bin'],
  query: z.strictObject({
    format: z.enum(FORMATS).describe('`har` and `ndjson` can be imported again.'),
    q: filterText.optional().describe('Only captures that match this filter; see docs/filter.md.'),
    before: queryNumber(1).optional().describe('Only captures with a lower seq.'),
    after: queryNumber(0).optional().describe('Only captures with a higher seq.'),
    ids: z
      .string()
      .min(1, 'is not the id of a capture')
      .transform((text) => text.split(','))
      .optional()
      .describe('Only these captures, separated by commas. Unknown ids are skipped.'),
  }),
  errors: ['too_many_requests'],
  answer: { status: 200, description: 'The file.', contentType: 'application/octet-stream' },
  async run(rt, { params, query: { q, ...rest } }, { actor, origins, address, signal }) {
    const { extension, contentType } = archives[rest.format]
    const ending = new AbortController()
    signal.addEventListener('abort', () => ending.abort(signal.reason))
    if (signal.aborted) ending.abort(signal.reason)
    const caller = { address, captureOrigin: origins.capture, ending }
    const pieces = exportAll(rt, actor, params.bin, { ...rest, filter: q }, caller)
    const day = new Date(rt.now()).toISOString().slice(0, 10)
    return new Response(await startedStream(pieces, ending), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="creel-${params.bin}-${day}.${extension}"`,
        'content-security-policy': 'sandbox',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no', // nginx would spool the file to its disk
      },
    })
  },
})
