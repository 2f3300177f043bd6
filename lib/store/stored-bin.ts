import type { BinResponse } from '#lib/core/bin'
import type { BinRequire } from '#lib/core/bin-require'

/** A stored bin. Times are milliseconds since 1970. */
export type StoredBin = {
  /** Internal key that captures refer to. Never shown, and never reused. */
  key: number
  id: string
  ownerId: string
  name: string | null
  /** Part of the ids of its captures. */
  captureTag: string
  createdAt: number
  /** Set if the owner chose a lifetime. Otherwise the bin expires `CREEL_BIN_TTL` after its last capture. */
  fixedExpiresAt: number | null
  captureCount: number
  byteCount: number
  lastSeq: number
  lastCaptureAt: number | null
  response: BinResponse
  require: StoredRequire | null
  /** Raised by each change of its secrets. 0: it never had one. */
  secretsVersion: number
}

/** `sealed`: the encrypted secret value that `shown` masks; null if there is none. */
export type StoredRequire = { shown: BinRequire; sealed: Uint8Array<ArrayBuffer> | null }

export type NewBin = Pick<StoredBin, 'id' | 'ownerId' | 'name' | 'captureTag' | 'createdAt' | 'fixedExpiresAt' | 'response'> &
  Partial<Pick<StoredBin, 'require'>>
export type BinPatch = Partial<Pick<StoredBin, 'name' | 'response' | 'fixedExpiresAt' | 'require'>>

/** The part of a bin that retention needs. */
export type BinToTrim = Pick<StoredBin, 'key' | 'id' | 'captureTag'>
