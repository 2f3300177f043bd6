import type { BinToTrim, StoredBin } from './store'
import type { StoredSignature } from './stored-capture'

/** Captures of a bin to be judged, by the secrets of this version. */
export type UnjudgedRange = {
  bin: BinToTrim & Pick<StoredBin, 'secretsVersion'>
  lastSeq: number
  fromSeq: number
  throughSeq: number
  /** How long the range was at first. */
  total: number
}

export type JudgedCapture = { seq: number; signature: StoredSignature | null }

/** What judging captures in the background needs of the store. Several processes may do so at once. */
export interface VerdictStore {
  /** A range that nobody else works on at `now`; it is this caller's `until` then. null: there is none. */
  claimUnjudged(now: number, until: number): Promise<UnjudgedRange | null>
  /** Captures of a range, newest first, and how many bytes of their bodies are stored. */
  unjudgedCaptures(range: UnjudgedRange, limit: number): Promise<{ seq: number; bytes: number }[]>
  /**
   * Keeps the verdicts of the captures of the range above `left`, or of all where that is null, in place of what was there, and gives the
   * rest back. False, and nothing is kept, where the bin's secrets changed meanwhile: then all is to be judged again, in ranges of its own.
   */
  keepVerdicts(range: UnjudgedRange, judged: readonly JudgedCapture[], left: number | null): Promise<boolean>
  /** How much of a bin is to be judged, in seqs; null: nothing. */
  unjudgedCount(binKey: number): Promise<{ total: number; left: number } | null>
}
