/** What a key may do: everything, or only read. */
export type KeyScope = 'full' | 'read'

/** An access key as its owner sees it; the key itself is shown once, when it is created. */
export type AccessKey = {
  id: string
  label: string | null
  scope: KeyScope
  /** The ids of the bins that it reads; null: all. */
  bins: readonly string[] | null
  createdAt: string
  /** To the minute; null: never. */
  lastUsedAt: string | null
  /** null: never. */
  expiresAt: string | null
  /** The key that the caller used. */
  current: boolean
}

/** `accessKey` is shown this once; only its hash is kept. */
export type CreatedKey = AccessKey & { accessKey: string }
