import type { CaptureSummary } from '#lib/core/capture'
import type { LiveBin, LiveCapture } from '#lib/live/live'
import type { Store } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'

export const BIN: LiveBin = { key: 7, id: 'bin', captureTag: 'tag' }

/** The rows of one bin, with the parts of a store that the live stream uses. `turn` decides when a read happens and when it returns. */
export class FakeCaptures implements Pick<Store, 'listCaptures' | 'lastSeqs'> {
  lastSeq = 0
  gone = false
  reads = 0
  rowsRead = 0
  failures = 0
  readonly seqs = new Set<number>()
  readonly notes = new Map<number, string>()

  constructor(private readonly turn: (what: string) => Promise<unknown> = async () => {}) {}

  /** Stores rows without announcing them. */
  commit(count: number): LiveCapture[] {
    return Array.from({ length: count }, () => {
      const seq = ++this.lastSeq
      this.seqs.add(seq)
      return { seq, summary: () => summarize(BIN, stored(seq, null)) }
    })
  }

  clear(): number {
    const throughSeq = Math.max(0, ...this.seqs)
    this.seqs.clear()
    return throughSeq
  }

  async listCaptures(_key: number, { after = 0, limit }: { after?: number; limit: number }): Promise<StoredSummary[]> {
    await this.turn('a read looks')
    this.reads += 1
    if (this.failures > 0) {
      this.failures -= 1
      throw new Error('the store is away')
    }
    const rows = [...this.seqs]
      .filter((seq) => seq > after)
      .sort((a, b) => a - b)
      .slice(0, limit)
      .map((seq) => stored(seq, this.notes.get(seq) ?? null))
    this.rowsRead += rows.length
    await this.turn('a read answers')
    return rows
  }

  async lastSeqs(keys: readonly number[]): Promise<Map<number, number>> {
    await this.turn('the last seqs are read')
    const seqs = new Map(keys.map((key) => [key, this.lastSeq]))
    if (this.gone) seqs.clear()
    await this.turn('the last seqs are told')
    return seqs
  }
}

function stored(seq: number, note: string | null): StoredSummary {
  return {
    seq,
    method: 'POST',
    target: `/in/bin/${seq}`,
    rawHeaders: [],
    bodySize: 0,
    truncated: false,
    aborted: false,
    remoteAddress: '::1',
    receivedAt: seq,
    pinned: false,
    note,
    bodyCrc32: null,
    facts: null,
    reply: null,
    signature: null,
  }
}

export function summarize(bin: LiveBin, { seq, target, receivedAt, rawHeaders: _, ...rest }: StoredSummary): CaptureSummary {
  return {
    ...rest,
    id: `cap_tag_${seq}`,
    seq,
    binId: bin.id,
    path: target,
    query: null,
    contentType: null,
    receivedAt: new Date(receivedAt).toISOString(),
    userAgent: null,
    messageId: null,
    bodyCrc32: null,
    sender: null,
    signature: null,
  }
}
