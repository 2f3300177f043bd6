import type { Socket } from 'socket.io'

const BURST = 200
const PER_SECOND = 50

/** Closes a connection that sends more packets than any client needs, whatever they contain. */
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
