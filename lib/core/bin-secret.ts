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
  /** Of the scheme `custom`; null with the others, and where it cannot be read because its key is missing. */
  custom: CustomTemplate | null
  createdAt: string
  /** When the last request that it verified came; null: never. */
  lastMatchedAt: string | null
}

/** How far the check of stored captures has come after a change of the secrets; in captures, those that were deleted meanwhile included. */
export type Checking = { done: number; total: number }
