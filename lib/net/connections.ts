import type { Socket } from 'node:net'
import type { Target } from './target'

/**
 * Idle connections of one sender, for its next request to the same target. They are not shared, so nothing of one owner's reaches another's.
 * If a server closes an idle connection while a request is on its way, no response arrives, and it is unknown whether the server processed
 * the request. So idle connections are kept for a much shorter time than servers keep them, and after such a failure none is kept for a while.
 */
export type Connections = {
  /** Whether the next request may leave its connection open. */
  readonly isOpen: boolean
  take(target: Target): Socket | null
  /** `idleMsMax`: how long the server says that it keeps the connection. */
  keep(target: Target, socket: Socket, idleMsMax: number): void
  /** Call when a connection from `take` broke before the first byte of the response. */
  broke(): void
  close(): void
}

const IDLE_MAX = 16
const IDLE_MS_MAX = 1_000
/** Limited, because the name is resolved and its addresses are checked only when a connection is opened. */
const AGE_MS_MAX = 30_000
const PAUSE_MS = 300_000

type Idle = { key: string; socket: Socket; end(): void }

export function createConnections(now = () => performance.now()): Connections {
  const idle = new Set<Idle>()
  const keptSince = new WeakMap<Socket, number>()
  /** No connection is kept before this time. */
  let pausedUntil = Number.NEGATIVE_INFINITY

  function add(key: string, socket: Socket, idleMs: number): void {
    const entry: Idle = {
      key,
      socket,
      end() {
        clearTimeout(timer)
        for (const event of ENDINGS) socket.off(event, drop)
        idle.delete(entry)
      },
    }
    function drop(): void {
      entry.end()
      socket.destroy()
    }
    const timer = setTimeout(drop, idleMs)
    for (const event of ENDINGS) socket.on(event, drop)
    idle.add(entry)
  }

  function dropAll(): void {
    for (const { socket, end } of [...idle]) {
      end()
      socket.destroy()
    }
  }

  const connections: Connections = {
    get isOpen() {
      return now() >= pausedUntil
    },
    take(target) {
      const key = keyOf(target)
      const latest = [...idle].findLast((each) => each.key === key)
      latest?.end()
      return latest?.socket ?? null
    },
    keep(target, socket, idleMsMax) {
      const since = keptSince.get(socket) ?? now()
      keptSince.set(socket, since)
      const idleMs = Math.min(IDLE_MS_MAX, idleMsMax, since + AGE_MS_MAX - now())
      if (!connections.isOpen || idle.size >= IDLE_MAX || socket.destroyed || idleMs <= 0) socket.destroy()
      else add(keyOf(target), socket, idleMs)
    },
    broke() {
      pausedUntil = now() + PAUSE_MS
      dropAll()
    },
    close() {
      pausedUntil = Number.POSITIVE_INFINITY
      dropAll()
    },
  }
  return connections
}

/** `data` too: bytes that no request asked for would be taken for the next response. */
const ENDINGS = ['data', 'end', 'close', 'error'] as const

function keyOf({ secure, hostname, port }: Target): string {
  return `${secure ? 'https' : 'http'}://${hostname}:${port}`
}
