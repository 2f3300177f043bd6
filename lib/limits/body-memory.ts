import { type Claim, createFairPool, type FairPool, type Reservation } from './fair-pool'

const STARTS_BYTES = 64 * 1024 * 1024
const LARGE_BYTES = 192 * 1024 * 1024
/** How many senders may wait. Their sockets are not read meanwhile, but their first bytes are in memory already. */
const QUEUE_MAX = 512
const WAIT_MS = 10_000
/** A large body of unknown length reserves this many times what has arrived. */
const GROWTH = 4
/** When others wait, a sender that sent nothing for this long loses the room that it does not use. */
const STALLED_MS = 2_000

/** Limits the memory of this process that bodies take until they are stored. */
export type BodyMemory = {
  /** Up to this size, a body takes memory as it arrives. A larger one reserves all of its room first, so that it cannot get stuck halfway. */
  readonly startBytes: number
  open(claim: Claim, size: BodySize, signal: AbortSignal): BodySpace
}

/** `expectedBytes`: how much of the body will be kept, if its length was declared; else null. */
export type BodySize = { expectedBytes: number | null; limitBytes: number }

/** The room of one body. */
export type BodySpace = {
  /** Reserves room for a buffer of this size. Returns true if there is room now, else a promise of whether room was found in time. */
  ensure(bytes: number): true | Promise<boolean>
  /** May be called twice. */
  release(): void
}

type Pools = { starts: FairPool; large: FairPool; waitMs: number; startBytes: number }

export function createBodyMemory(maxBodyBytes: number): BodyMemory {
  return bodyMemoryOf({
    starts: createFairPool({ max: STARTS_BYTES, queueMax: QUEUE_MAX }),
    large: createFairPool({ max: Math.max(LARGE_BYTES, 3 * maxBodyBytes), queueMax: QUEUE_MAX }),
    waitMs: WAIT_MS,
    startBytes: 64 * 1024,
  })
}

export function bodyMemoryOf(pools: Pools): BodyMemory {
  return { startBytes: pools.startBytes, open: (claim, size, signal) => openSpace(pools, claim, size, signal) }
}

/** `signal`: aborted when nobody waits for the room any more. */
function openSpace(memory: Pools, claim: Claim, { expectedBytes, limitBytes }: BodySize, signal: AbortSignal): BodySpace {
  let reservations: Reservation[] = []
  let room = 0
  let used = 0
  let usedAt = performance.now()
  let reserves = true

  function ensure(bytes: number): true | Promise<boolean> {
    usedAt = performance.now()
    used = bytes
    if (bytes <= room) return true
    const pool = bytes <= memory.startBytes ? memory.starts : memory.large
    const target = pool === memory.starts ? bytes : largeTarget(bytes)
    const options = pool === memory.large ? { onContention: releaseUnused } : {}
    const reservation = pool.take(claim, target - room, options)
    if (reservation) return add(reservation, target)
    return pool.wait(claim, target - room, { ...options, timeoutMs: memory.waitMs, signal }).then((later) => {
      usedAt = performance.now()
      return later !== null && add(later, target)
    })
  }

  function largeTarget(bytes: number): number {
    if (reserves && expectedBytes !== null) return Math.max(bytes, expectedBytes)
    return Math.max(bytes, Math.min(limitBytes, expectedBytes ?? limitBytes, bytes * GROWTH))
  }

  function add(reservation: Reservation, target: number): true {
    reservations.push(reservation)
    room = target
    return true
  }

  function releaseUnused(): void {
    const unused = room - used
    const last = reservations.at(-1)
    if (!last || unused <= 0 || performance.now() - usedAt < STALLED_MS) return
    const released = Math.min(unused, last.amount)
    reserves = false
    room -= released
    last.shrinkTo(last.amount - released)
  }

  return {
    ensure,
    release() {
      const given = reservations
      reservations = []
      for (const reservation of given) reservation.release()
    },
  }
}
