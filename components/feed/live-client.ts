import { io, type Socket } from 'socket.io-client'
import type { StreamEvents, StreamRequests, SubscribeAnswer } from '#lib/core/stream-protocol'
import type { FeedAction } from '#lib/feed/feed'
import { onSessionChange } from '../access/session-channel'
import type { ForwardEvent } from './forward-store'

/** One socket of one page. */
export type LiveClient = {
  /**
   * Follows a bin: `dispatch` gets its events, now and after each reconnect, until the returned function is called. `lastSeq` returns the
   * seq from which the stream continues. `onForward` gets the events of the bin's forwards.
   */
  follow(
    binId: string,
    lastSeq: () => number,
    dispatch: (action: FeedAction) => void,
    onForward?: (event: ForwardEvent) => void,
  ): () => void
  close(): void
}

export type LiveSocket = Socket<StreamEvents, StreamRequests>

const REPLAY_MAX = 1000 // a longer gap is not replayed: the snapshot shows its newest end, the rest is loaded on demand
const ACK_TIMEOUT_MS = 15_000
const GONE: ReadonlySet<string> = new Set(['bin_not_found'])
const NO_ACCESS: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden'])

/** Connects to the server of this page, or to `url`. WebSocket first: several processes behind one proxy need no sticky sessions then. */
export function connectLive(url?: string, auth?: { accessKey: string }, retryMs = 3000): LiveClient {
  const options = {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelayMax: 5000,
    auth,
    forceNew: true,
  }
  const socket: LiveSocket = url === undefined ? io(options) : io(url, options)
  const timers = new Set<ReturnType<typeof setTimeout>>()

  function later(callback: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      callback()
    }, retryMs)
    timers.add(timer)
  }

  // socket.io reconnects by itself after a network failure, but not after a refusal by the server.
  const reconnectLater = () => {
    if (!socket.active) later(() => socket.connect())
  }
  socket.on('connect_error', (error) => {
    if (!isNoAccess(error)) reconnectLater()
  })
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') reconnectLater()
  })

  const stopHearing = onSessionChange(() => {
    socket.disconnect()
    socket.connect() // the server decides whether the page may still read
  })

  return {
    follow: (binId, lastSeq, dispatch, onForward) => follow(socket, later, binId, lastSeq, dispatch, onForward),
    close() {
      stopHearing()
      for (const timer of timers) clearTimeout(timer)
      socket.close()
    },
  }
}

/** The server sends the code of its refusal as `data`. Repeating the request with the same credentials would not change it. */
function isNoAccess(error: Error & { data?: { code?: string } }): boolean {
  return NO_ACCESS.has(error.data?.code ?? '')
}

type Later = (callback: () => void) => void

function follow(
  socket: LiveSocket,
  later: Later,
  binId: string,
  lastSeq: () => number,
  dispatch: (action: FeedAction) => void,
  onForward?: (event: ForwardEvent) => void,
): () => void {
  let stopped = false

  const onAnswer = (after: number | undefined, answer: SubscribeAnswer) => {
    if (stopped) return
    if (!answer.ok) {
      if (GONE.has(answer.code)) dispatch({ type: 'binDeleted' })
      else if (NO_ACCESS.has(answer.code)) dispatch({ type: 'accessEnded' })
      else retry()
      return
    }
    if (after !== undefined && answer.lastSeq - after > REPLAY_MAX) subscribe(undefined)
    else dispatch({ type: 'subscribed', after: after ?? answer.lastSeq, lastSeq: answer.lastSeq })
  }
  const subscribe = (after: number | undefined) => {
    if (stopped || !socket.connected) return
    socket.timeout(ACK_TIMEOUT_MS).emit('subscribe', { bin: binId, after }, (error, answer) => {
      if (error) retry()
      else onAnswer(after, answer)
    })
  }
  const onConnect = () => subscribe(lastSeq())
  const onDisconnect = () => dispatch({ type: 'disconnected', at: Date.now() })
  const onRefused = (error: Error) => (isNoAccess(error) ? dispatch({ type: 'accessEnded' }) : onDisconnect())
  const retry = () => {
    onDisconnect()
    later(onConnect)
  }

  const stopListening = listen(socket, binId, dispatch, { onForward, onOutdated: onConnect })
  socket.on('connect', onConnect)
  socket.on('disconnect', onDisconnect)
  socket.on('connect_error', onRefused)
  if (socket.connected) onConnect()
  return () => {
    stopped = true
    stopListening()
    socket.off('connect', onConnect)
    socket.off('disconnect', onDisconnect)
    socket.off('connect_error', onRefused)
    if (socket.connected) socket.emit('unsubscribe', { bin: binId })
  }
}

/**
 * Turns the events of one bin into actions of the feed, and those of its forwards. `onOutdated`: what the page has loaded may have changed, as if
 * it had been disconnected.
 */
function listen(
  socket: LiveSocket,
  binId: string,
  dispatch: (action: FeedAction) => void,
  { onForward, onOutdated }: { onForward: ((event: ForwardEvent) => void) | undefined; onOutdated: () => void },
): () => void {
  const handlers: StreamEvents = {
    capture(capture) {
      if (capture.binId === binId) dispatch({ type: 'captured', captures: [capture] })
    },
    'capture:deleted'(event) {
      if (event.binId === binId) dispatch({ type: 'deleted', seqs: [event.seq] })
    },
    'capture:updated'({ binId: of, id: _, seq, ...patch }) {
      if (of === binId) dispatch({ type: 'updated', seq, patch })
    },
    'bin:cleared'(event) {
      if (event.binId === binId) dispatch({ type: 'cleared', throughSeq: event.throughSeq })
    },
    'bin:rechecked'(event) {
      if (event.binId === binId) onOutdated()
    },
    'bin:updated'(bin) {
      if (bin.id === binId) dispatch({ type: 'binUpdated', bin })
    },
    'bin:deleted'(event) {
      if (event.binId === binId) dispatch({ type: 'binDeleted' })
    },
    'access:ended'() {
      // The server closes the connection next. A page that may still read (a tab with the new key) reconnects; others are refused then.
    },
    delivery(event) {
      if (event.binId === binId) dispatch({ type: 'delivery', delivery: event })
    },
    'forward:updated'({ binId: of, ...forward }) {
      if (of === binId) onForward?.({ type: 'updated', forward })
    },
    'forward:deleted'(event) {
      if (event.binId === binId) onForward?.({ type: 'deleted', id: event.id })
    },
  }
  const names = Object.keys(handlers) as (keyof typeof handlers)[]
  for (const name of names) socket.on(name, handlers[name])
  return () => {
    for (const name of names) socket.off(name, handlers[name])
  }
}
