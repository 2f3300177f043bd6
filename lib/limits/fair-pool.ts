/** Who takes from a pool. Without an address, as behind a proxy that is not trusted, only the bin counts. */
export type Claim = { bin?: string | number | undefined; address?: string | null | undefined }

/**
 * A limited resource of this process, such as memory for bodies. Nobody can take all of it: a bin may hold at most as much as is left free,
 * and an address three times that. (This is a dynamic threshold, as network switches use for their buffers.) An eighth is reserved for
 * claims that hold nothing yet. So one greedy bin gets less than half, and newcomers find room.
 */
export type FairPool = {
  /** null if this claim already has its share, or not enough is left. */
  take(claim: Claim, amount: number, options?: { onContention?: () => void }): Reservation | null
  /** Waits in a queue until there is room. null if `timeoutMs` passes, `signal` is aborted or the queue is full. */
  wait(claim: Claim, amount: number, options: WaitOptions): Promise<Reservation | null>
  readonly taken: number
}

export type WaitOptions = { timeoutMs: number; signal?: AbortSignal; onContention?: () => void }

export type Reservation = {
  readonly amount: number
  /** False if there is not enough room. */
  grow(by: number): boolean
  shrinkTo(amount: number): void
  /** May be called twice. */
  release(): void
}

const BIN_SHARE = 1
const ADDRESS_SHARE = 3
const RESERVED_FOR_NEWCOMERS = 1 / 8
const CONTENTION_MS = 1_000

type Waiter = { claim: Claim; amount: number; grant(reservation: Reservation): void; onContention?: (() => void) | undefined }
type Key = { key: string; share: number }

/** `queueMax`: how many may wait. The queue's slots are shared fairly in the same way. */
export function createFairPool({ max, queueMax = 0 }: { max: number; queueMax?: number }): FairPool {
  return new Pool(max, queueMax > 0 ? new Pool(queueMax, null) : null)
}

class Pool implements FairPool {
  taken = 0
  private readonly heldBy = new Map<string, number>()
  private readonly queue: WaitQueue | null

  /** `slots`: the pool of the queue's slots; null: nobody may wait. */
  constructor(
    private readonly max: number,
    slots: Pool | null,
  ) {
    this.queue = slots && new WaitQueue(slots, (claim, amount, options) => this.take(claim, amount, options))
  }

  take(claim: Claim, amount: number, { onContention }: { onContention?: (() => void) | undefined } = {}): Reservation | null {
    const keys = keysOf(claim)
    if (!this.fits(keys, amount)) return null
    this.add(keys, amount)
    if (onContention) this.queue?.contested.add(onContention)
    return this.reservationOf(keys, amount, onContention)
  }

  wait(claim: Claim, amount: number, options: WaitOptions): Promise<Reservation | null> {
    return this.queue?.enqueue(claim, amount, options) ?? Promise.resolve(null)
  }

  private reservationOf(keys: readonly Key[], amount: number, onContention: (() => void) | undefined): Reservation {
    let held = amount
    let released = false
    return {
      get amount() {
        return held
      },
      grow: (by) => {
        if (released || !this.fits(keys, by)) return false
        this.add(keys, by)
        held += by
        return true
      },
      shrinkTo: (smaller) => {
        if (released || smaller >= held) return
        this.add(keys, smaller - held)
        held = smaller
        this.queue?.serve()
      },
      release: () => {
        if (released) return
        released = true
        this.add(keys, -held)
        held = 0
        if (onContention) this.queue?.contested.delete(onContention)
        this.queue?.serve()
      },
    }
  }

  private fits(keys: readonly Key[], amount: number): boolean {
    if (this.taken === 0) return true // so that even an amount larger than the pool is possible
    const free = this.max - this.taken - amount
    if (free < 0) return false
    return keys.every(({ key, share }) => {
      const held = this.heldBy.get(key) ?? 0
      return held === 0 || held + amount <= share * (free - this.max * RESERVED_FOR_NEWCOMERS)
    })
  }

  private add(keys: readonly Key[], amount: number): void {
    this.taken += amount
    for (const { key } of keys) {
      const held = (this.heldBy.get(key) ?? 0) + amount
      if (held === 0) this.heldBy.delete(key)
      else this.heldBy.set(key, held)
    }
  }
}

/** The claims that wait for room in a pool: first come, first served, but claims over their share are skipped until there is room. */
class WaitQueue {
  /** Callbacks that ask holders to give back what they do not use. */
  readonly contested = new Set<() => void>()
  private waiters: Waiter[] = []
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly slots: Pool,
    private readonly take: FairPool['take'],
  ) {}

  enqueue(claim: Claim, amount: number, { timeoutMs, signal, onContention }: WaitOptions): Promise<Reservation | null> {
    const slot = signal?.aborted ? null : this.slots.take(claim, 1)
    if (!slot) return Promise.resolve(null)
    return new Promise((resolve) => {
      const end = (reservation: Reservation | null) => {
        clearTimeout(deadline)
        signal?.removeEventListener('abort', giveUp)
        slot.release()
        resolve(reservation)
      }
      const waiter: Waiter = { claim, amount, onContention, grant: end }
      const giveUp = () => {
        this.waiters = this.waiters.filter((each) => each !== waiter)
        this.updateTimer()
        end(null)
      }
      const deadline = setTimeout(giveUp, timeoutMs)
      signal?.addEventListener('abort', giveUp)
      this.waiters.push(waiter)
      this.updateTimer()
    })
  }

  serve(): void {
    if (this.waiters.length === 0) return
    const waiting = this.waiters
    this.waiters = []
    const left = waiting.filter((waiter) => {
      const reservation = this.take(waiter.claim, waiter.amount, waiter)
      if (reservation) waiter.grant(reservation)
      return reservation === null
    })
    this.waiters = [...left, ...this.waiters]
    this.updateTimer()
  }

  /** Asks the holders every second while somebody waits. */
  private updateTimer(): void {
    if (this.waiters.length === 0) {
      clearInterval(this.timer)
      this.timer = undefined
    } else {
      this.timer ??= setInterval(() => {
        for (const onContention of [...this.contested]) onContention()
      }, CONTENTION_MS).unref()
    }
  }
}

function keysOf({ bin, address }: Claim): Key[] {
  const keys: Key[] = []
  if (bin !== undefined) keys.push({ key: `bin ${bin}`, share: BIN_SHARE })
  if (address !== undefined && address !== null) keys.push({ key: `address ${address}`, share: ADDRESS_SHARE })
  return keys
}
