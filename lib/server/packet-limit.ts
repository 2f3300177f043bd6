import type { Socket } from 'socket.io'

const BURST = 200
const PER_SECOND = 50

/** Ends a connection that sends more packets than a client has reason to, whatever is in them. */
export function limitPackets(connection: Socket['conn']): void {
  let allowed = BURST
  let countedAt = performance.now()
  connection.on('packet', () => {
    const now = performance.now()
    allowed = Math.min(BURST, allowed + ((now - countedAt) / 1000) * PER_SECOND) - 1
    countedAt = now
    if (allowed < 0) connection.close(true)
  })
}
