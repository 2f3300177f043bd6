import { AppError, isAppError } from '#lib/core/errors'
import { jsonExcess } from '#lib/core/json-excess'

/**
 * Reads a JSON body of at most `bytesMax` bytes, counted while it is read. Returns undefined without a body; with `mayBeEmpty`, also for
 * an empty body that is declared as JSON, because scripts send the same headers with every call.
 * @throws `unsupported_media_type`, `body_too_large`, `malformed_json`
 */
export async function readJson(request: Request, bytesMax: number, mayBeEmpty = false): Promise<unknown> {
  const type = request.headers.get('content-type')
  if (type !== null && !isJson(type)) throw notJson()
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax)
  const bytes = await readBounded(request, bytesMax)
  if (bytes.byteLength > 0 && type === null) throw notJson()
  if (bytes.byteLength === 0 && (type === null || mayBeEmpty)) return undefined
  return parseJson(bytes)
}

function isJson(contentType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i.test(contentType)
}

async function readBounded(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > bytesMax) throw tooLarge(bytesMax) // leaving the loop cancels the stream
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** More than any call needs. Parsing many more would delay captures. */
const VALUES_MAX = 100_000

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const excess = jsonExcess(text, VALUES_MAX)
    if (excess === null) return JSON.parse(text)
    if (excess === 'values') throw tooManyValues()
  } catch (cause) {
    if (isAppError(cause)) throw cause
    throw new AppError('malformed_json', 'The body is not valid JSON in UTF-8.', { cause })
  }
  throw new AppError('malformed_json', 'The JSON is nested too deeply.')
}

function tooManyValues(): AppError {
  const message = `has more than ${VALUES_MAX} values`
  return new AppError('invalid_input', 'Not accepted: the body. "errors" says why.', { errors: [{ path: '', message }] })
}

function notJson(): AppError {
  return new AppError('unsupported_media_type', 'Send the body as JSON, with "content-type: application/json".')
}

function tooLarge(bytesMax: number): AppError {
  return new AppError('body_too_large', `The body is larger than the ${bytesMax} bytes that this call accepts.`)
}
