/** `redacted`: without what looks like a credential; see lib/core/redact.ts. */
export type ShareShow = 'everything' | 'redacted'

/** A read-only, expiring view of one bin or one capture. Its token is shown once, when it is made. */
export type Share = {
  id: string
  /** null: the whole bin. */
  captureId: string | null
  show: ShareShow
  createdAt: string
  expiresAt: string
  /** About when it was last used, to the minute; null: never. */
  lastUsedAt: string | null
}
