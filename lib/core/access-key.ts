/** What a key allows: everything, or only reading. */
export type KeyScope = 'full' | 'read'

/** An access key as its owner sees it. The key itself is shown only once, when it is created. */
export type AccessKey = {
  id: string
  label: string | null
  scope: KeyScope
  /** The ids of the bins that the key may read; null: all. */
  bins: readonly string[] | null
  createdAt: string
  /** Precise to the minute; null: never. */
  lastUsedAt: string | null
  /** null: never. */
  expiresAt: string | null
  /** The key that the caller used. */
  current: boolean
}

/** `accessKey` is shown only this once; the server keeps its hash. */
export type CreatedKey = AccessKey & { accessKey: string }
