import type { RawHeaders } from '#lib/core/headers'
import { knownSenders, type SenderId } from './index'
import type { KnownSender, SeenRequest } from './known-sender'
import { type RequestParts, seeRequest } from './see-request'

/** Who sent a request and what it says. The texts are the sender's: one line, cut at 200 characters. */
export type Recognised = {
  provider: SenderId
  label: string
  event: string | null
  summary: string | null
  messageId: string | null
}

/** The first provider that takes the request for its own, or null. Never throws, whatever the request. */
export function recognise(parts: RequestParts): Recognised | null {
  return recogniseSeen(seeRequest(parts))
}

export function recogniseSeen(request: SeenRequest): Recognised | null {
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

/** First values by name, for many questions. */
export function headerIndex(headers: RawHeaders): (name: string) => string | null {
  const first = new Map<string, string>()
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (!first.has(lower)) first.set(lower, value)
  }
  return (name) => first.get(name) ?? null
}

const CHARS_MAX = 200

/** What nearly every text is already: ASCII words with a space between. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

/** One line of well-formed text (NFC), cut; null where nothing is left. A database gives it back as it was. */
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
  return cut.replace(/\p{Cs}/gu, '\ufffd') // halves of a pair are no UTF-8
}
