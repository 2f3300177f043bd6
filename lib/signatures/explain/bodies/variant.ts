import type { CauseCode } from '../cause'

/** A body that may have been signed in place of the one that arrived. `bytes` is made when it is tried; null: there is no such body. */
export type BodyVariant = {
  code: CauseCode
  /** Ends a sentence: "What was signed is …". */
  what: string
  bytes(): Uint8Array | null
  /** Takes too long with a large body for how rarely it is the reason. */
  isRare?: boolean
}

/** What variants are made from. `text`: null where the body is not UTF-8. */
export type SentBody = { body: Uint8Array; text: string | null; contentType: string; contentEncoding: string }
