import type { Capture, CaptureSummary, Sender } from '../capture'
import { decodeBytes, utf8Text } from '../content'
import type { RawHeaders } from '../headers'

export type FilteredSummary = Omit<CaptureSummary, 'id' | 'binId'>

/**
 * A capture as far as it is known. What is missing makes the conditions that ask for it undecided, not false. What is there is
 * asked for only when a condition needs it.
 */
export type Candidate = {
  /** `sender` as headers alone tell it, or the body too. */
  readonly summary: FilteredSummary
  headers?(): RawHeaders
  body?(): BodyView
  /** By headers and body. */
  sender?(): Sender | null
  hasDelivery?(): boolean
}

/** A body as conditions see it; each made when first asked for, and once. */
export type BodyView = {
  /** Lower-case text; latin-1 where it is not UTF-8. */
  lower(): string
  /** undefined where it is neither JSON nor a form, whose fields count as strings. */
  json(): unknown
}

export function bodyView(bytes: Uint8Array, contentType: string | null): BodyView {
  let text: string | undefined
  let lower: string | undefined
  let json: { value: unknown } | undefined
  const asText = () => {
    text ??= utf8Text(bytes) ?? latin1(bytes)
    return text
  }
  return {
    lower() {
      lower ??= asText().toLowerCase()
      return lower
    },
    json() {
      json ??= { value: parseBody(asText(), contentType) }
      return json.value
    },
  }
}

function parseBody(text: string, contentType: string | null): unknown {
  if (/^\s*application\/x-www-form-urlencoded/i.test(contentType ?? '')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}

/** A whole capture; whether it was sent on, the caller may know. */
export function captureCandidate(capture: Capture, known: Pick<Candidate, 'hasDelivery'> = {}): Candidate {
  let view: BodyView | undefined
  return {
    summary: capture,
    headers: () => capture.headers,
    sender: () => capture.sender,
    body() {
      view ??= bodyView(decodeBytes(capture.body), capture.contentType)
      return view
    },
    ...known,
  }
}
