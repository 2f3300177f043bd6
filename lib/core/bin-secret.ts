/** What a provider signs the requests to a bin with, as its owner sees it: the value is never shown again. */
export type BinSecret = {
  id: string
  scheme: string
  label: string | null
  /** The last 4 characters; null for short secrets and for keys. */
  hint: string | null
  /** The absolute URL as the provider knows it. */
  url: string | null
  /** How old a signature may be; null where the scheme signs no time. */
  toleranceSeconds: number | null
  createdAt: string
  /** When it last verified a request; null: never. */
  lastMatchedAt: string | null
}
