import { utf8Text } from '#lib/core/content'
import { type SkimmedJson, skimJson } from '#lib/core/json-skim'
import type { ParsedRequest } from './known-sender'

/** `header` takes names in lower case. `body` is null if only the headers are known, as in a list. */
export type RequestParts = {
  method: string
  query: string | null
  header(name: string): string | null
  body: Uint8Array | string | null
}

/** In bytes or characters. Larger bodies are not read; their sender is recognised by headers or not at all. */
export const PARSED_BODY_LENGTH_MAX = 16 * 1024 * 1024
/** No real sender's form has more fields; a hostile one may have millions. */
const FORM_FIELDS_MAX = 200

/** Parses the body on first use, and only once. */
export function parseRequest({ method, query, header, body }: RequestParts): ParsedRequest {
  let text: string | null | undefined
  let json: SkimmedJson | null | undefined
  let form: URLSearchParams | null | undefined
  const bodyText = () => {
    text ??= body === null || body.length > PARSED_BODY_LENGTH_MAX ? null : typeof body === 'string' ? body : utf8Text(body)
    return text
  }
  return {
    method,
    query,
    header,
    json() {
      if (json === undefined) json = skimmed(bodyText())
      return json ?? undefined
    },
    form() {
      form ??= isForm(header('content-type')) ? formOf(bodyText()) : null
      return form
    },
  }
}

/** Objects and arrays only: no provider sends a bare value. */
function skimmed(text: string | null): SkimmedJson | null {
  return text === null ? null : skimJson(text)
}

function isForm(contentType: string | null): boolean {
  return contentType !== null && /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType)
}

function formOf(text: string | null): URLSearchParams | null {
  return text === null ? null : new URLSearchParams(firstFields(text))
}

function firstFields(text: string): string {
  let at = -1
  for (let fields = 0; fields < FORM_FIELDS_MAX; fields += 1) {
    at = text.indexOf('&', at + 1)
    if (at < 0) return text
  }
  return text.slice(0, at)
}
