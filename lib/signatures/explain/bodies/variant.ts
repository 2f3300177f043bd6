import type { CauseCode } from '../cause'

/** A body that may have been signed instead of the one that arrived. `bytes` builds it when it is tried; null: the variant does not apply. */
export type BodyVariant = {
  code: CauseCode
  /** Completes the sentence "The signature was computed over …". */
  what: string
  bytes(): Uint8Array | null
  /** Rarely the cause, so it is not worth its time for a large body. */
  isRare?: boolean
}

/** What variants are derived from. `text` is null if the body is not UTF-8. */
export type SentBody = { body: Uint8Array; text: string | null; contentType: string; contentEncoding: string }
