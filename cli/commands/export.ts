import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { bytesOf } from '#lib/client/client'
import { readChoice } from '../arguments'
import { defineCommand, type Io } from '../command'
import { EXIT, usageError } from '../exit'
import { readSeq, SERVER_FLAGS, valueFlag } from '../flags'
import { readFilter } from '../listen/routes'
import { safeJson, safeText } from '../output'
import { binId, openServer, requireKey } from '../server'
import { unwritable } from '../write-file'

const FORMATS = ['ndjson', 'har', 'csv', 'zip'] as const

export const exportBin = defineCommand({
  name: 'export',
  usage: 'export [BIN]',
  summary: 'write the captures of a bin as one file',
  flags: {
    format: valueFlag(FORMATS.join('|'), 'default: ndjson'),
    filter: valueFlag('FILTER', 'only captures that match this filter (docs/filter.md)'),
    after: valueFlag('SEQ', 'only captures after this one'),
    before: valueFlag('SEQ', 'only captures before this one'),
    out: valueFlag('FILE', 'write to a file instead of stdout', 'o'),
    url: SERVER_FLAGS.url,
    'key-file': SERVER_FLAGS['key-file'],
  },
  async run({ io, out, values, words }) {
    if (words.length > 1) throw usageError(`creel export takes one bin, not "${words.join(' ')}".`)
    const format = readChoice(values.format ?? 'ndjson', '--format', FORMATS)
    if (values.filter !== undefined) readFilter(values.filter, '--filter')
    if (values.out === undefined && format === 'zip' && io.stdout.isTTY) throw usageError('A zip is binary: use --out FILE.')
    const server = await openServer(io, values, words[0])
    const bin = binId(words[0], server)
    const after = values.after === undefined ? {} : { after: readSeq(values.after, '--after') }
    const before = values.before === undefined ? {} : { before: readSeq(values.before, '--before', 1) }
    requireKey(server)
    const file = await server.client.exportCaptures(
      { bin, format, ...(values.filter ? { q: values.filter } : {}), ...after, ...before },
      { signal: io.signal },
    )
    const bytes = bytesOf(file, io.signal)
    if (values.out === undefined) await pipeline(io.stdout.isTTY ? forTerminal(bytes, format) : bytes, toStdout(io))
    else {
      await writeWhole(values.out, bytes)
      out.info(`Written to ${values.out}.`)
    }
    return EXIT.done
  },
})

/** For a terminal, control characters are escaped. A file gets the captured bytes. */
async function* forTerminal(bytes: AsyncIterable<Uint8Array>, format: (typeof FORMATS)[number]): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const safe = format === 'csv' ? safeText : safeJson
  for await (const part of bytes) yield safe(decoder.decode(part, { stream: true }))
}

/** Respects back-pressure of stdout, and leaves it open. */
function toStdout({ stdout }: Io): Writable {
  return new Writable({ write: (chunk, _, done) => void stdout.write(chunk, done) })
}

/** Writes to a temporary file first, so that there is never half a file under its name. */
async function writeWhole(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const part = `${file}.part`
  try {
    await pipeline(bytes, createWriteStream(part))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {}) // the first failure matters
    throw unwritable(file, error) ?? error
  }
}
