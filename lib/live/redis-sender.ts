import type { BusMessage } from './bus'
import { writeBusMessage } from './bus-message'
import type { RedisLink } from './redis-link'

export type RedisSender = {
  send(message: BusMessage): void
  /** Call when the link is up again. */
  resume(): void
  /** Call when the link broke. It is unknown which messages in flight arrived. */
  lost(): void
}

const IN_FLIGHT_CHARS_MAX = 4_194_304

/** Sends or drops each message, never queues. Once the link works again after a drop, it sends `missed`. */
export function createRedisSender({ client, isUp }: RedisLink, channel: string, from: string): RedisSender {
  let inFlight = { chars: 0 } // per connection, because the promises of a lost one never settle
  let hasDropped = false

  function send(message: BusMessage): void {
    const text = writeBusMessage({ from, message })
    if (!isUp() || inFlight.chars + text.length > IN_FLIGHT_CHARS_MAX) hasDropped = true
    else void transmit(text)
  }

  async function transmit(text: string): Promise<void> {
    const count = inFlight
    count.chars += text.length
    try {
      await client.publish(channel, text)
      count.chars -= text.length
      if (count === inFlight && count.chars === 0) settle()
    } catch {
      count.chars -= text.length
      hasDropped = true // `missed` follows the next message that gets through
    }
  }

  function settle(): void {
    if (!hasDropped || !isUp()) return
    hasDropped = false
    send({ missed: true })
  }

  return {
    send,
    resume: settle,
    lost() {
      hasDropped ||= inFlight.chars > 0
      inFlight = { chars: 0 }
    },
  }
}
