/** A stored secret of a bin, with which a provider signs. Times are milliseconds since 1970. */
export type StoredSecret = {
  id: string
  binKey: number
  /** An id of lib/signatures/schemes, or `custom`. */
  scheme: string
  label: string | null
  /** The last characters of the secret, or null if they would reveal too much. */
  hint: string | null
  /** The absolute URL as the provider knows it, for schemes that sign it. */
  url: string | null
  /** null: the scheme's default. */
  toleranceSeconds: number | null
  sealed: Uint8Array<ArrayBuffer>
  createdAt: number
  /** Precise to about a minute; null: never. */
  lastMatchedAt: number | null
}

export type OwnedSecret = { secret: StoredSecret; bin: { key: number; id: string; name: string | null } }

export type SecretPatch = Partial<Pick<StoredSecret, 'label' | 'url' | 'toleranceSeconds'>>

/** The part of the store for the secrets of bins. */
export interface SecretStore {
  /** `full`: the bin has `secretsMax` already. @throws `bin_not_found` */
  addSecret(secret: StoredSecret, secretsMax: number): Promise<'added' | 'full'>
  /** Newest first. */
  listSecrets(binKey: number): Promise<StoredSecret[]>
  /** Secrets of all bins of an owner, each with its bin, newest first, at most `limit`. */
  secretsOfOwner(ownerId: string, limit: number): Promise<OwnedSecret[]>
  /** Returns the changed secret, or null if it was deleted. */
  updateSecret(binKey: number, id: string, patch: SecretPatch): Promise<StoredSecret | null>
  /** Stores when secrets last verified a request, by id. A later stored time stays, unless it is after `now` because the clock was set back. */
  recordMatches(times: ReadonlyMap<string, number>, now: number): Promise<void>
  /** False if there was no such secret. */
  deleteSecret(binKey: number, id: string): Promise<boolean>
  /** Secrets of all bins, sorted by id, after this id: a page of at most 100. */
  secretsAfter(id: string): Promise<Pick<StoredSecret, 'id' | 'binKey' | 'sealed'>[]>
  /** Replaces a sealed value by one sealed with another key. False if the secret was deleted or sealed again meanwhile. */
  replaceSealed(id: string, before: Uint8Array, after: Uint8Array): Promise<boolean>
}
