import type { Socket } from 'socket.io'
import { createGate } from '#lib/core/gate'

const HELD_CHARS = 65_536
const LOST_CHARS = 4_194_304

/** What waits to be sent on one connection. */
export type Outlet = {
  /** Nothing where the client keeps up; else what resolves once the network has taken what waited, or the connection is gone. */
  room(): Promise<void> | undefined
}

/**
 * socket.io keeps without bound what a client does not read. A stream that awaits `room` leaves it in the store instead; what
 * cannot wait there (a bin that is changed again and again) ends the connection at last, and the client comes back and looks again.
 */
export function createOutlet(connection: Socket['conn']): Outlet {
  const gate = createGate()
  let waitingChars = 0
  connection.on('packetCreate', ({ data }: { data?: string }) => {
    waitingChars += data?.length ?? 0
  })
  const empty = () => {
    waitingChars = 0
    gate.open()
  }
  connection.on('drain', empty)
  connection.on('close', empty)
  return {
    room() {
      if (waitingChars > LOST_CHARS) connection.close(true)
      return waitingChars > HELD_CHARS && connection.readyState === 'open' ? gate.wait() : undefined
    },
  }
}
