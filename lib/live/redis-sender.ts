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

const ON_ITS_WAY_CHARS_MAX = 4_194_304

/** Sends or drops each message, never queues. Once the link works again after a drop, it sends `missed`. */
export function createRedisSender({ client, isUp }: RedisLink, channel: string, from: string): RedisSender {
  let onItsWay = { chars: 0 } // of this connection only: promises of an earlier one never settle
  let owing = false

  function send(message: BusMessage): void {
    const text = writeBusMessage({ from, message })
    if (!isUp() || onItsWay.chars + text.length > ON_ITS_WAY_CHARS_MAX) owing = true
    else void transmit(text)
  }

  async function transmit(text: string): Promise<void> {
    const count = onItsWay
    count.chars += text.length
    try {
      await client.publish(channel, text)
      count.chars -= text.length
      if (count === onItsWay && count.chars === 0) settle()
    } catch {
      count.chars -= text.length
      owing = true // `missed` follows the next message that gets through
    }
  }

  function settle(): void {
    if (!owing || !isUp()) return
    owing = false
    send({ missed: true })
  }

  return {
    send,
    resume: settle,
    lost() {
      owing ||= onItsWay.chars > 0
      onItsWay = { chars: 0 }
    },
  }
}
