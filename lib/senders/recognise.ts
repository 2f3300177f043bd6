import type { RawHeaders } from '#lib/core/headers'
import { knownSenders, type SenderId } from './index'
import type { KnownSender, ParsedRequest } from './known-sender'
import { parseRequest, type RequestParts } from './parse-request'

/** Who sent a request and what it says. The texts come from the sender: one line, truncated to 200 characters. */
export type Recognised = {
  provider: SenderId
  label: string
  event: string | null
  summary: string | null
  messageId: string | null
}

/** The first sender that recognises the request, or null. Never throws, whatever the request. */
export function recognise(parts: RequestParts): Recognised | null {
  return recogniseParsed(parseRequest(parts))
}

export function recogniseParsed(request: ParsedRequest): Recognised | null {
  for (const [id, provider] of KNOWN_SENDERS) {
    const found = provider.recognise(request)
    if (!found) continue
    return {
      provider: id,
      label: provider.label,
      event: oneLine(found.event),
      summary: oneLine(found.summary),
      messageId: oneLine(found.messageId),
    }
  }
  return null
}

const KNOWN_SENDERS = Object.entries(knownSenders) as [SenderId, KnownSender][]

/** An index of first values by name, for many look-ups. */
export function headerIndex(headers: RawHeaders): (name: string) => string | null {
  const first = new Map<string, string>()
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (!first.has(lower)) first.set(lower, value)
  }
  return (name) => first.get(name) ?? null
}

const CHARS_MAX = 200

/** The fast path for nearly every text: ASCII words separated by single spaces. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

/** One line of well-formed text (NFC), truncated; null if nothing is left. Databases return such text unchanged. */
export function oneLine(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  if (text.length <= CHARS_MAX && PLAIN.test(text)) return text
  const line = text
    .slice(0, CHARS_MAX * 2)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .normalize()
  if (line === '') return null
  const cut = line.length > CHARS_MAX ? `${line.slice(0, CHARS_MAX - 1)}…` : line
  return cut.replace(/\p{Cs}/gu, '\ufffd') // lone surrogates cannot be written as UTF-8
}
