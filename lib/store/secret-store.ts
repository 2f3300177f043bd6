/** What a provider signs the requests to a bin with, as it is kept. Times are milliseconds since 1970. */
export type StoredSecret = {
  id: string
  binKey: number
  /** An id of lib/signatures/schemes, or `custom`. */
  scheme: string
  label: string | null
  /** The last characters of the secret, or null where they would tell too much. */
  hint: string | null
  /** The absolute URL as the provider knows it, for schemes that sign it. */
  url: string | null
  /** null: what the scheme says. */
  toleranceSeconds: number | null
  sealed: Uint8Array<ArrayBuffer>
  createdAt: number
  /** To about a minute; null: never. */
  lastMatchedAt: number | null
}

export type OwnedSecret = { secret: StoredSecret; bin: { key: number; id: string; name: string | null } }

export type SecretPatch = Partial<Pick<StoredSecret, 'label' | 'url' | 'toleranceSeconds'>>

/** The part of the store that holds the secrets of bins. */
export interface SecretStore {
  /** `full`: the bin holds `secretsMax`. @throws `bin_not_found` */
  addSecret(secret: StoredSecret, secretsMax: number): Promise<'added' | 'full'>
  /** Newest first. */
  listSecrets(binKey: number): Promise<StoredSecret[]>
  /** Of the bins of an owner, newest first, at most `limit`, and the bin that each is of. */
  secretsOfOwner(ownerId: string, limit: number): Promise<OwnedSecret[]>
  /** The secret as it is now; null where it is gone. */
  updateSecret(binKey: number, id: string, patch: SecretPatch): Promise<StoredSecret | null>
  /** By id, when secrets last verified a request. A later time stays, unless it is after `now`: the clock was set back. */
  keepMatches(times: ReadonlyMap<string, number>, now: number): Promise<void>
  /** False where it was gone already. */
  deleteSecret(binKey: number, id: string): Promise<boolean>
  /** Of all bins, in the order of their ids, after this one: a page of at most 100. */
  secretsAfter(id: string): Promise<Pick<StoredSecret, 'id' | 'binKey' | 'sealed'>[]>
  /** Seals a secret with another key. False where it is gone or was sealed again meanwhile. */
  replaceSealed(id: string, before: Uint8Array, after: Uint8Array): Promise<boolean>
}
