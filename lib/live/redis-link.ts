import { Redis } from 'ioredis'

/** One connection to Redis, which comes back by itself. */
export type RedisLink = {
  readonly client: Redis
  isUp(): boolean
  /** What was written already goes out. */
  close(): void
}

export type RedisLinkEvents = {
  onUp(): void
  /** It was lost, or could not be made; once for each attempt. */
  onDown(error: Error | null): void
}

const RETRY_MS_MAX = 2000

/**
 * What cannot be sent at once is refused, never queued, and what was on its way when the connection broke is not sent again:
 * its promise stays open. Every `heartbeatMs` it asks for a sign of life; without one until the next time it connects anew, because a
 * peer that vanished silently is noticed by nothing else.
 */
export function openRedisLink(url: string, heartbeatMs: number, { onUp, onDown }: RedisLinkEvents): RedisLink {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: null,
    disconnectTimeout: 200, // a peer that does not answer will not say goodbye either
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), RETRY_MS_MAX),
  })
  let lastError: Error | null = null
  let awaited = false // a sign of life
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
