import type { Capture, CaptureSummary } from '../capture'
import { decodeBytes, utf8Text } from '../content'
import { FORM_TYPE, mediaType } from '../content-type'
import type { RawHeaders } from '../headers'

export type FilteredSummary = Omit<CaptureSummary, 'id' | 'binId'>

/**
 * The known part of a capture. Conditions on a missing part are undecided, not false. Parts are read only when a condition needs them.
 */
export type Candidate = {
  readonly summary: FilteredSummary
  /** The body has not been read yet. It may still change the summary's `sender` and `messageId`. */
  readonly factsPending?: boolean
  headers?(): RawHeaders
  body?(): BodyView
  hasDelivery?(): boolean
  /** In the format of `forwardMark`. */
  forwardMarks?(): ReadonlySet<string>
}

/** A body as conditions see it. Each form is computed when first needed, and only once. */
export type BodyView = {
  /** Latin-1 if it is not UTF-8. */
  text(): string
  lower(): string
  /** The parsed body. The fields of a form are strings. undefined if it is neither JSON nor a form. */
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
    text: asText,
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
  if (mediaType(contentType) === FORM_TYPE) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}

/** A candidate for a whole capture. `known`: what the caller knows about its deliveries. */
export function captureCandidate(capture: Capture, known: Pick<Candidate, 'hasDelivery' | 'forwardMarks'> = {}): Candidate {
  let view: BodyView | undefined
  return {
    summary: capture,
    headers: () => capture.headers,
    body() {
      view ??= bodyView(decodeBytes(capture.body), capture.contentType)
      return view
    },
    ...known,
  }
}
