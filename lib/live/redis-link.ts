import { Redis } from 'ioredis'

/** One connection to Redis that reconnects by itself. */
export type RedisLink = {
  readonly client: Redis
  isUp(): boolean
  /** Closes the connection. What was already written is still sent. */
  close(): void
}

export type RedisLinkEvents = {
  onUp(): void
  /** Called when the connection was lost, and once for each failed attempt to connect. */
  onDown(error: Error | null): void
}

const RETRY_MS_MAX = 2000

/**
 * A command that cannot be sent at once is rejected, never queued. A command in flight when the connection breaks is not sent again, and its
 * promise never settles. Every `heartbeatMs` it sends a PING. Without an answer before the next one, it reconnects, because nothing else
 * would notice a peer that vanished silently.
 */
export function openRedisLink(url: string, heartbeatMs: number, { onUp, onDown }: RedisLinkEvents): RedisLink {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: null,
    disconnectTimeout: 200, // a peer that does not answer will not close the connection properly either
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), RETRY_MS_MAX),
  })
  let lastError: Error | null = null
  let awaited = false // the answer to a PING
  client.on('error', (error) => {
    lastError = error
  })
  client.on('ready', () => {
    awaited = false
    onUp()
  })
  client.on('close', () => {
    awaited = false
    onDown(lastError)
    lastError = null
  })
  const heartbeat = setInterval(() => {
    if (awaited) client.disconnect(true)
    awaited = client.status === 'ready' || client.status === 'connect'
    if (client.status === 'ready') client.ping().then(() => (awaited = false), ignore)
  }, heartbeatMs).unref()

  return {
    client,
    isUp: () => client.status === 'ready',
    close() {
      clearInterval(heartbeat)
      client.disconnect()
    },
  }
}

function ignore(): void {}
