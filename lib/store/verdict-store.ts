import type { BinToTrim, StoredBin } from './stored-bin'
import type { StoredSignature } from './stored-capture'

/** Captures of a bin that have to be judged, by the secrets of this version. */
export type UnjudgedRange = {
  bin: BinToTrim & Pick<StoredBin, 'secretsVersion'>
  lastSeq: number
  fromSeq: number
  throughSeq: number
  /** Original length of the range. */
  total: number
}

export type JudgedCapture = { seq: number; signature: StoredSignature | null }

/** The part of the store for judging captures in the background. Several processes may do so at once. */
export interface VerdictStore {
  /** Claims a range that nobody else works on at `now`, until the time `until`. null if there is none. */
  claimUnjudged(now: number, until: number): Promise<UnjudgedRange | null>
  /** Captures of a range, newest first, with the stored sizes of their bodies. */
  unjudgedCaptures(range: UnjudgedRange, limit: number): Promise<{ seq: number; bytes: number }[]>
  /**
   * Replaces the verdicts of the range's captures above `left`, or of all if that is null, and releases the rest of the range. False, and
   * nothing is stored, if the bin's secrets changed meanwhile: that change has queued all captures again.
   */
  storeVerdicts(range: UnjudgedRange, judged: readonly JudgedCapture[], left: number | null): Promise<boolean>
  /** How many seqs of a bin are still to be judged (`left`), of how many originally (`total`); null if none. */
  unjudgedCount(binKey: number): Promise<{ total: number; left: number } | null>
}
