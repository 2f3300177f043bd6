import { lookup } from 'node:dns'
import { readFile } from 'node:fs/promises'
import type { Capture } from '#lib/core/capture'
import { decodeBytes, toBase64 } from '#lib/core/content'
import { changeHeaders, headerValue, type RawHeaders } from '#lib/core/headers'
import { exchange } from '#lib/net/exchange'
import { readTarget } from '#lib/net/target'
import { type Flags, readTimeLimit, type Values } from '../arguments'
import { defineCommand, type Io } from '../command'
import { EXIT, Exit, usageError } from '../exit'
import { listFlag, SERVER_FLAGS, valueFlag } from '../flags'
import { readHeader } from '../headers'
import { safeText } from '../output'
import { binId, openServer, type Server } from '../server'
import { sendSample } from './send-sample'

type Outgoing = { method: string; headers: RawHeaders; body: Uint8Array; path: string }

const REQUEST_FLAGS = {
  method: valueFlag('METHOD', 'default: POST', 'X'),
  path: valueFlag('/PATH?QUERY', 'appended to the capture URL'),
  header: listFlag("'NAME: VALUE'", "add or replace a header; 'NAME:' removes it", 'H'),
  data: valueFlag('TEXT', 'the body', 'd'),
  file: valueFlag('FILE', 'the body from a file; - is stdin'),
  saved: valueFlag('FILE', 'send a request that creel listen --save wrote to a file, byte for byte'),
} satisfies Flags

export const send = defineCommand({
  name: 'send',
  usage: 'send [BIN]',
  summary: 'send a request to a bin',
  flags: {
    ...REQUEST_FLAGS,
    sample: valueFlag('PROVIDER:EVENT', "a sample of a provider's request, such as stripe:invoice.paid. Needs the access key"),
    sign: valueFlag(
      'SECRET_ID|new',
      'with --sample: the secret of the bin that signs it, or a new one; default: the newest suitable one',
    ),
    timeout: valueFlag('30s', 'how long to wait for the response; then exit 6'),
    ...SERVER_FLAGS,
  },
  notes: 'Prints the id of the capture. Needs no access key, except with --sample: the capture URL is enough.',
  async run({ io, out, values, words }) {
    if (words.length > 1) throw usageError(`creel send takes one bin, not "${words.join(' ')}".`)
    const { sample, sign } = values
    if (sample !== undefined) return sendSample(await openServer(io, values, words[0]), out, words[0], { ...values, sample })
    if (sign !== undefined) throw usageError('--sign needs --sample PROVIDER:EVENT.')
    const timeoutMs = readTimeLimit(values.timeout ?? '30s', '--timeout')
    const server = await openServer(io, values, isCaptureUrl(words[0]) ? undefined : words[0])
    const request = await readRequest(io, values)
    const to = await captureUrl(server, words[0])
    const { method, headers, body } = request
    const sent = await exchange(
      { method, headers, body, timeoutMs, responseBytesMax: 65_536, signal: io.signal },
      readTarget(to + (request.path === '/' ? '' : request.path)),
      { guard: { checkTarget() {}, checkAnswers: (_, answers) => [...answers] }, resolve: lookup },
    )
    io.signal.throwIfAborted()
    if (sent.status === null)
      throw new Exit(sent.error?.code === 'timed_out' ? EXIT.timeOut : EXIT.unreachable, sent.error?.message ?? 'No response.')
    const captureId = headerValue(sent.responseHeaders, 'x-creel-capture')
    out.record({ type: 'ready', url: server.url, captureUrl: to })
    out.record({
      type: 'sent',
      captureId,
      status: sent.status,
      ms: Math.round(sent.timings.totalMs),
      body: textOrBase64(sent.responseBody),
    })
    if (captureId !== null) out.line(captureId)
    out.info(`Response: ${sent.status} in ${Math.round(sent.timings.totalMs)} ms.`)
    if (captureId !== null) return EXIT.done
    out.info(safeText(textOrBase64(sent.responseBody)))
    return sent.status === 404 ? EXIT.noBin : EXIT.failed
  },
})

async function readRequest(io: Io, { method, path, header, data, file, saved }: Values<typeof REQUEST_FLAGS>): Promise<Outgoing> {
  const bodies = [data, file, saved].filter((each) => each !== undefined)
  if (bodies.length > 1) throw usageError('Pass only one of --data, --file and --saved.')
  if (path !== undefined && !/^[/?]/.test(path)) throw usageError('--path must begin with / or ?.')
  const changes = (header ?? []).map(readHeader)
  if (saved !== undefined) {
    const capture = await readSaved(saved)
    const query = capture.query === null ? '' : `?${capture.query}`
    return {
      method: method?.toUpperCase() ?? capture.method,
      path: path ?? capture.path + query,
      headers: changeHeaders(capture.headers, changes),
      body: decodeBytes(capture.body),
    }
  }
  const body = file === undefined ? new TextEncoder().encode(data ?? '') : await readBody(io, file)
  const type: RawHeaders =
    body.length === 0 ? [] : [['Content-Type', isJson(body) ? 'application/json' : 'text/plain; charset=utf-8']]
  return {
    method: method?.toUpperCase() ?? 'POST',
    path: path ?? '/',
    headers: changeHeaders([['User-Agent', 'creel'], ...type], changes),
    body,
  }
}

async function readSaved(file: string): Promise<Capture> {
  try {
    const capture = JSON.parse(await readFile(file, 'utf8')) as Capture
    if (typeof capture.method === 'string' && Array.isArray(capture.headers) && typeof capture.body?.data === 'string')
      return capture
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw usageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  throw usageError(`${file} is not a capture that creel listen --save wrote.`)
}

async function readBody({ stdin }: Io, file: string): Promise<Uint8Array> {
  if (file !== '-') {
    return readFile(file).catch((error: NodeJS.ErrnoException) => {
      throw usageError(`${file} cannot be read (${error.code}).`)
    })
  }
  const parts: Buffer[] = []
  for await (const part of stdin) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return true
  } catch {
    return false
  }
}

function isCaptureUrl(word: string | undefined): word is string {
  return word !== undefined && /^https?:\/\/.*\/in\//i.test(word)
}

/** The bin's own capture URL if the key may read the bin, because a server may have a separate host for capture URLs. */
async function captureUrl(server: Server, word: string | undefined): Promise<string> {
  if (isCaptureUrl(word)) return word.replace(/[?#].*$/, '')
  const bin = binId(word, server)
  if (!server.hasKey) return `${server.url}/in/${bin}`
  return (await server.client.getBin({ bin })).captureUrl
}

function textOrBase64(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return toBase64(bytes)
  }
}
