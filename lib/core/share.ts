/** `redacted`: everything that looks like a credential is masked; see lib/core/redact.ts. */
export type ShareShow = 'everything' | 'redacted'

/** A read-only, expiring view of one bin or one capture. Its token is shown once, when it is created. */
export type Share = {
  id: string
  /** null: the whole bin. */
  captureId: string | null
  show: ShareShow
  createdAt: string
  expiresAt: string
  /** When it was last used, precise to the minute; null: never. */
  lastUsedAt: string | null
}
