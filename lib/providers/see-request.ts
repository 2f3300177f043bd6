import { utf8Text } from '#lib/core/content'
import type { SeenRequest } from './provider'

/** `header` is asked in lower case. `body`: null where only the headers are there, as in a list. */
export type RequestParts = {
  method: string
  query: string | null
  header(name: string): string | null
  body: Uint8Array | string | null
}

/** Larger bodies are not parsed: who sent them shows in the headers, or does not show. */
export const SEEN_BODY_LENGTH_MAX = 1_048_576

/** Parses the body when it is first asked for, and once. */
export function seeRequest({ method, query, header, body }: RequestParts): SeenRequest {
  let text: string | null | undefined
  let json: { value: unknown } | undefined
  let form: URLSearchParams | null | undefined
  const bodyText = () => {
    text ??= body === null || body.length > SEEN_BODY_LENGTH_MAX ? null : typeof body === 'string' ? body : utf8Text(body)
    return text
  }
  return {
    method,
    query,
    header,
    json() {
      json ??= { value: parseObject(bodyText()) }
      return json.value
    },
    form() {
      form ??= isForm(header('content-type')) ? formOf(bodyText()) : null
      return form
    },
  }
}

/** Objects and lists only: no provider sends a bare value. */
function parseObject(text: string | null): unknown {
  if (text === null || !/^\uFEFF?\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function isForm(contentType: string | null): boolean {
  return contentType !== null && /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType)
}

function formOf(text: string | null): URLSearchParams | null {
  return text === null ? null : new URLSearchParams(text)
}
