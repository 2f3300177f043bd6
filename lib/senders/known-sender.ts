import type { SkimmedJson } from '#lib/core/json-skim'

/** The parts of a request that a sender is recognised by. */
export type ParsedRequest = {
  method: string
  /** The part after the first `?`, or null. */
  query: string | null
  /** The first value of a header. `name` must be in lower case. */
  header(name: string): string | null
  /** The body, skimmed as JSON on the first call. undefined if it is not a JSON object or array, or if the body was not read. */
  json(): SkimmedJson | undefined
  /** The body as an HTML form; null if it is not a form, or if the body was not read. */
  form(): URLSearchParams | null
}

/** What a request says about itself. The texts come from the sender, so they are shown but never trusted. */
export type Finding = {
  /** The provider's own name for it: `push`, `invoice.paid`. */
  event: string | null
  /** A few words on its subject: `octo/repo, by ada`. */
  summary?: string | null
  /** The same in all attempts of a message. */
  messageId?: string | null
}

/**
 * One sender of webhooks. Recognises requests by headers alone if they suffice, because a list has no bodies; the body may add details.
 * Pure, and never throws, whatever the body.
 */
export type KnownSender = {
  id: string
  label: string
  /** null if the request is not from this sender. */
  recognise(request: ParsedRequest): Finding | null
}
