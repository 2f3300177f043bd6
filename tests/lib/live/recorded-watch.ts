import { vi } from 'vitest'
import type { BinListener } from '#lib/live/live'

/** Records what one watcher received, in order. `got`: only the seqs. */
export class RecordedWatch {
  readonly events: (Exclude<Parameters<BinListener>[0], { type: 'captures' }> | { type: 'captures'; seqs: number[] })[] = []
  readonly notes = new Map<number, string | null>()
  /** Pauses the stream at the next captures, until `release`. */
  holds = false
  release = () => {}

  get got(): number[] {
    return this.events.flatMap((event) => (event.type === 'captures' ? event.seqs : []))
  }

  readonly listener: BinListener = (event) => {
    this.events.push(event.type === 'captures' ? { type: 'captures', seqs: event.captures.map(({ seq }) => seq) } : event)
    if (event.type === 'captures') for (const { seq, note } of event.captures) this.notes.set(seq, note)
    if (!this.holds) return
    return new Promise((resolve) => {
      this.release = resolve
    })
  }

  /** Resolves once it has received exactly these. */
  has(seqs: number[]): Promise<void> {
    return vi.waitFor(() => {
      if (JSON.stringify(this.got) !== JSON.stringify(seqs)) throw new Error(`got ${this.got}, not yet ${seqs}`)
    })
  }
}

export const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i)
