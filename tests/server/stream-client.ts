import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { vi } from 'vitest'
import type { CaptureSummary } from '#lib/core/capture'
import type { StreamEvents, StreamRequests, SubscribeAnswer } from '#lib/core/stream-protocol'
import type { Creel } from './start-creel'

/** The underlying WebSocket of the `ws` package. */
type RawWebSocket = { send(data: string | Uint8Array): void; pause(): void; resume(): void }

/** A script that follows bins and records everything in order. */
export type StreamClient = {
  socket: Socket<StreamEvents, StreamRequests>
  heard: [name: string, data: unknown][]
  captures: CaptureSummary[]
  seqs(): number[]
  subscribe(bin: string, after?: number): Promise<SubscribeAnswer>
  /** Subscribes after each reconnect, from the last seq received. */
  subscribeAgain(bin: string, after?: number): void
  /** Resolves once this many captures have arrived. */
  hasCaptures(count: number): Promise<void>
  /** For sending what socket.io would not. */
  raw(): RawWebSocket
  close(): void
}

type Options = Partial<ManagerOptions & SocketOptions>

/** Resolves once connected; rejects with the server's refusal. */
export async function openStream(
  { url, accessKey }: Pick<Creel, 'url' | 'accessKey'>,
  options: Options = {},
): Promise<StreamClient> {
  const client = unopenedStream(url, { auth: { accessKey }, ...options })
  const { socket } = client
  await new Promise<void>((resolve, reject) => {
    const refused = (error: Error) => {
      socket.close()
      reject(error)
    }
    socket.once('connect_error', refused)
    socket.once('connect', () => {
      socket.off('connect_error', refused) // a later error, during a reconnect, is not a refusal
      resolve()
    })
  })
  return client
}

function unopenedStream(url: string, options: Options): StreamClient {
  const socket: Socket<StreamEvents, StreamRequests> = io(url, {
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelay: 20,
    reconnectionDelayMax: 100,
    ...options,
  })
  const heard: StreamClient['heard'] = []
  const captures: CaptureSummary[] = []
  socket.onAny((name, data) => heard.push([name, data]))
  socket.on('capture', (capture) => captures.push(capture))
  return {
    socket,
    heard,
    captures,
    seqs: () => captures.map(({ seq }) => seq),
    subscribe: (bin, after) => socket.timeout(10_000).emitWithAck('subscribe', { bin, after }),
    subscribeAgain: (bin, after = 0) =>
      void socket.on('connect', () => socket.emit('subscribe', { bin, after: captures.at(-1)?.seq ?? after }, () => {})),
    hasCaptures: (count) =>
      vi.waitFor(
        () => {
          if (captures.length < count) throw new Error(`${captures.length} captures came, not yet ${count}`)
        },
        { timeout: 20_000, interval: 5 },
      ),
    raw: () => (socket.io.engine.transport as unknown as { ws: RawWebSocket }).ws,
    close: () => void socket.close(),
  }
}

/** Posts `count` requests to the bin, `at` at a time. All are stored when it resolves. */
export async function post({ url }: Pick<Creel, 'url'>, binId: string, count: number, at = 4, path = ''): Promise<void> {
  let left = count
  const sender = async () => {
    while (left-- > 0) {
      const response = await fetch(`${url}/in/${binId}${path}`, { method: 'POST', body: '{"a":1}' })
      if (!response.ok) throw new Error(`a capture was answered with ${response.status}`)
    }
  }
  await Promise.all(Array.from({ length: at }, sender))
}

export const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i)
