import type { CustomTemplate } from './signature-scheme'

/** A secret that a provider signs requests to a bin with, as its owner sees it. The value is never shown again. */
export type BinSecret = {
  id: string
  scheme: string
  label: string | null
  /** The last 4 characters; null for short secrets and for keys. */
  hint: string | null
  /** The absolute URL as the provider knows it. */
  url: string | null
  /** How old a signature may be; null if the scheme signs no time. */
  toleranceSeconds: number | null
  /** Whether the owner set it. Otherwise it is the scheme's. */
  ownTolerance: boolean
  /** Settings of the scheme `custom`; null for other schemes, and if they cannot be decrypted because the key is missing. */
  custom: CustomTemplate | null
  createdAt: string
  /** When the last request that it verified arrived; null: never. */
  lastMatchedAt: string | null
}

/** Progress of checking stored captures again after a change of the secrets. Counts captures, including those deleted meanwhile. */
export type Checking = { done: number; total: number }
