import type { Delivery } from './delivery'

/** A provider whose requests Creel can make up. */
export type SampleProviderFacts = {
  /** The id of a sender, `stripe`. */
  provider: string
  label: string
  /** In the provider's own words: `invoice.paid`. */
  events: string[]
  /** Of the secrets that can sign it, the usual one first. Empty: only the provider has the key to sign with. */
  schemes: string[]
}

/** A sample that was sent. */
export type SentSample = {
  captureId: string
  /** What it was signed with; null: it is unsigned. */
  scheme: string | null
  /** Of the bin; null also for a secret that was given and is not kept. */
  secretId: string | null
  /** What the target answered; null: it went to the bin alone. */
  delivery: Delivery | null
}
