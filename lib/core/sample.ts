import type { Delivery } from './delivery'

/** A provider whose requests Creel can generate. */
export type SampleProviderFacts = {
  /** The id of a sender, `stripe`. */
  provider: string
  label: string
  /** The provider's own names: `invoice.paid`. */
  events: string[]
  /** Schemes of secrets that can sign it, the usual one first. Empty if only the provider has the signing key. */
  schemes: string[]
}

/** A sample that was sent. */
export type SentSample = {
  captureId: string
  /** The scheme it was signed with; null if it is unsigned. */
  scheme: string | null
  /** The bin's secret that signed it; null also for a secret that was passed and is not stored. */
  secretId: string | null
  /** The delivery to the target; null if the sample went only to the bin. */
  delivery: Delivery | null
}
