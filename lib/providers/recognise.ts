import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import type { RawHeaders } from '#lib/core/headers'
import { type ProviderId, providers } from './index'
import type { Provider } from './provider'
import { type RequestParts, SEEN_BODY_LENGTH_MAX, seeRequest } from './see-request'

/** Who sent a request and what it says. The texts are the sender's: one line, cut at 200 characters. */
export type Recognised = {
  provider: ProviderId
  label: string
  event: string | null
  summary: string | null
  messageId: string | null
}

/** The first provider that takes the request for its own, or null. Never throws, whatever the request. */
export function recognise(parts: RequestParts): Recognised | null {
  const request = seeRequest(parts)
  for (const [id, provider] of PROVIDERS) {
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

const PROVIDERS = Object.entries(providers) as [ProviderId, Provider][]

/** What a capture is, by headers and body. */
export function recogniseCapture({ method, query, headers, body }: Capture): Recognised | null {
  const tooLong = body.data.length > SEEN_BODY_LENGTH_MAX * 1.4 // base64 is longer than its bytes
  return recognise({ method, query, header: headerIndex(headers), body: tooLong ? null : decodeBytes(body) })
}

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

function oneLine(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  const line = text
    .slice(0, CHARS_MAX * 2)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (line === '') return null
  return line.length > CHARS_MAX ? `${line.slice(0, CHARS_MAX - 1)}…` : line
}
