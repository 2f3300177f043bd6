import { CallError } from '#lib/client/call-error'
import type { Client } from '#lib/client/client'
import { isFinal, pause } from '#lib/client/follow'
import type { Journal } from './journal'

/** The position of a listener: every capture up to `done` is settled. Later ones may be, too. */
export class Progress {
  #open = new Set<number>()
  #taken: number

  constructor(after: number) {
    this.#taken = after
  }

  /** Call it in the order of the stream. */
  take(seq: number): void {
    this.#open.add(seq)
    this.#taken = seq
  }

  settle(seq: number): void {
    this.#open.delete(seq)
  }

  get openCount(): number {
    return this.#open.size
  }

  get done(): number {
    const [first] = this.#open // a Set keeps insertion order
    return first === undefined ? this.#taken : first - 1
  }
}

/** The shortest time between two saves while a journal remembers what lies beyond the saved position. */
const SAVE_EVERY_MS = 250

/** Stores a seq on the server under a name. Saves that are requested during a call are merged into one. */
export class Cursor {
  #kept: number | null = null
  #wanted: number | null = null
  #saving: Promise<void> | null = null
  #off = false
  #hurry = new AbortController()

  constructor(
    private readonly client: Client,
    private readonly bin: string,
    private readonly name: string,
    private readonly signal: AbortSignal,
    private readonly onOff: (why: string) => void,
    private readonly journal: Journal,
  ) {}

  async read(): Promise<number | null> {
    try {
      const { seq } = await this.client.getCursor({ bin: this.bin, name: this.name })
      this.#kept = seq
      return seq
    } catch (error) {
      if (error instanceof CallError && error.code === 'cursor_not_found') return null
      throw error
    }
  }

  /** Resolves once this seq or a later one is stored, or cannot be. @throws {CallError} if the bin or the access has ended */
  save(seq: number): Promise<void> {
    this.#wanted = seq
    this.#saving ??= this.#run().finally(() => {
      this.#saving = null
    })
    return this.#saving
  }

  /** Saves without delay from now on, because the listener is ending. */
  finish(seq: number): Promise<void> {
    this.#hurry.abort()
    return this.save(seq)
  }

  async #run(): Promise<void> {
    while (!this.#off && this.#wanted !== null && this.#wanted !== this.#kept) {
      const seq = this.#wanted
      await this.#put(seq)
      this.#kept = seq
      this.journal.cursorStored(seq)
      if (this.journal.isOpen) await pause(SAVE_EVERY_MS, this.#hurry.signal).catch(() => {})
    }
  }

  async #put(seq: number): Promise<void> {
    for (let times = 0; ; times++) {
      try {
        await this.client.setCursor({ bin: this.bin, name: this.name, body: { seq } }, { signal: this.signal })
        return
      } catch (error) {
        this.signal.throwIfAborted()
        if (!(error instanceof CallError)) throw error
        if (error.code === 'forbidden' || error.code === 'invalid_input') {
          this.#off = true
          return this.onOff(error.message)
        }
        if (isFinal(error)) throw error
        await pause(error.retryAfterMs ?? Math.min(5_000, 100 * 2 ** Math.min(times, 6)), this.signal)
      }
    }
  }
}
