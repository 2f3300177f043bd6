import type { SkimmedJson } from '#lib/core/json-skim'

/** A request as a provider may look at it. */
export type SeenRequest = {
  method: string
  /** What follows the first `?`, or null. */
  query: string | null
  /** The first value of a header; the name in lower case. */
  header(name: string): string | null
  /** The body, skimmed as JSON on the first call. undefined if it is no JSON object or list, or if the body was not read. */
  json(): SkimmedJson | undefined
  /** The body as an HTML form; null where it is none, or where only headers are looked at. */
  form(): URLSearchParams | null
}

/** What a provider reads out of a request of its own. Texts come from the sender: shown, never trusted. */
export type Finding = {
  /** In the provider's own words: `push`, `invoice.paid`. */
  event: string | null
  /** A few words about what it is about: `octo/repo, by ada`. */
  summary?: string | null
  /** The same in every attempt to deliver the same thing. */
  messageId?: string | null
}

/**
 * One sender of webhooks. Recognises by headers alone where they suffice, since a list has no bodies; the body may add to it.
 * Pure; never throws, whatever the body.
 */
export type KnownSender = {
  id: string
  label: string
  /** null where the request is not this provider's. */
  recognise(request: SeenRequest): Finding | null
}
