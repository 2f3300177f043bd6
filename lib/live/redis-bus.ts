import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Bus, BusMessage } from './bus'
import { readBusMessage } from './bus-message'
import { openRedisLink } from './redis-link'
import { createRedisSender } from './redis-sender'

export type RedisBusOptions = {
  /** Must differ between installations that share a Redis: its numbered databases do not separate channels. */
  channel?: string
  heartbeatMs?: number
}

/**
 * The `Bus` over one Redis channel. It connects in the background and keeps trying, so an unreachable Redis delays nothing and does not
 * prevent a start. Until it is connected, captures of other processes are found by polling.
 */
export function createRedisBus(
  redisUrl: string,
  log: Pick<Logger, 'warn' | 'info' | 'debug'>,
  { channel = 'creel:live', heartbeatMs = 5000 }: RedisBusOptions = {},
): Bus {
  const ownId = randomUUID()
  const listeners = new Set<(message: BusMessage) => void>()
  const returnListeners = new Set<() => void>()
  const down = new Set<'sending' | 'receiving'>()
  let closing = false

  function markDown(link: 'sending' | 'receiving', error: Error | null): void {
    if (down.size === 0 && !closing)
      log.warn({ err: error ?? undefined }, 'Redis is unreachable: captures of other processes are found by polling only')
    down.add(link)
  }

  function markUp(link: 'sending' | 'receiving'): void {
    if (down.delete(link) && down.size === 0) log.info('Redis is back')
  }

  const sending = openRedisLink(redisUrl, heartbeatMs, {
    onUp() {
      markUp('sending')
      sender.resume()
    },
    onDown(error) {
      markDown('sending', error)
      sender.lost()
    },
  })
  const sender = createRedisSender(sending, channel, ownId)
  const subscriber = openRedisLink(redisUrl, heartbeatMs, {
    onUp: () => void listen(),
    onDown: (error) => markDown('receiving', error),
  })

  async function listen(): Promise<void> {
    try {
      await subscriber.client.subscribe(channel)
    } catch (error) {
      log.warn({ err: error }, 'Redis does not let the live stream subscribe')
      return
    }
    const wasDown = down.has('receiving')
    markUp('receiving')
    if (wasDown) for (const listener of returnListeners) listener()
  }

  subscriber.client.on('message', (_channel, text) => {
    const read = readBusMessage(text)
    if (read === null) log.debug('a message on the channel of the live stream could not be parsed')
    else if (read.from !== ownId) for (const listener of listeners) listener(read.message)
  })

  return {
    publish: (message) => sender.send(message),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onReturn(listener) {
      returnListeners.add(listener)
      return () => returnListeners.delete(listener)
    },
    async close() {
      closing = true
      sending.close()
      subscriber.close()
    },
  }
}
