import type { DefaultEventsMap, Socket } from 'socket.io'
import { z } from 'zod'
import { isAppError } from '#lib/core/errors'
import type { StreamEvents, SubscribeAnswer } from '#lib/core/stream-protocol'
import type { Watch } from '#lib/live/live'
import type { Runtime } from '#lib/runtime'
import { type StreamEvent, type StreamListener, watchBin } from '#lib/services/watch-bin'
import { actorFor, type SocketCaller } from './socket-caller'
import { createSendQueue } from './socket-send-queue'

/** Input from clients, untyped until it is checked. */
export type UntrustedRequests = { subscribe(...args: unknown[]): void; unsubscribe(...args: unknown[]): void }
export type StreamSocket = Socket<UntrustedRequests, StreamEvents, DefaultEventsMap, { caller: SocketCaller }>

const SUBSCRIPTIONS_MAX = 32
/** Requests of one socket that may be pending: twice as many as it takes to subscribe to the maximum of bins. */
const WAITING_MAX = 2 * SUBSCRIPTIONS_MAX

const binId = z.string().max(63)
const subscribeRequest = z.object({ bin: binId, after: z.int().min(0).optional() })
const unsubscribeRequest = z.object({ bin: binId })

/** Serves the subscriptions of one socket, whose caller is known. Never throws, whatever the client sends. */
export function serveSubscriptions(rt: Runtime, socket: StreamSocket): void {
  const { caller } = socket.data
  const watches = new Map<string, Watch>()
  const sendQueue = createSendQueue(socket.conn, rt.streamBudget)
  let lastRequest = Promise.resolve() // requests are served in the order in which they come

  /** Replaces an earlier subscription to the bin, even if it fails. The answer is sent before the first event. */
  async function subscribe(args: unknown[]): Promise<void> {
    const answer = answerer(args)
    const request = subscribeRequest.safeParse(args[0])
    if (!request.success) return answer({ ok: false, code: 'invalid_input' })
    const { bin, after } = request.data
    stop(bin)
    if (watches.size >= SUBSCRIPTIONS_MAX) return answer({ ok: false, code: 'too_many_requests' })
    try {
      const { lastSeq, start } = await watchBin(rt, await actorFor(rt, caller, bin), bin, { after, origins: caller.origins })
      if (!socket.connected) return
      answer({ ok: true, lastSeq })
      watches.set(bin, start(listenerOf(bin)))
    } catch (error) {
      if (!isAppError(error)) rt.log.error({ err: error }, 'a subscription failed unexpectedly')
      answer({ ok: false, code: isAppError(error) ? error.code : 'internal' })
    }
  }

  function listenerOf(bin: string): StreamListener {
    return (event) => {
      send(socket, bin, event)
      if (event.type === 'bin:deleted' || event.type === 'access:ended') watches.delete(bin)
      if (event.type === 'access:ended') socket.disconnect(true)
      return sendQueue.drained()
    }
  }

  function stop(bin: string): void {
    watches.get(bin)?.stop()
    watches.delete(bin)
  }

  async function unsubscribe(args: unknown[]): Promise<void> {
    const request = unsubscribeRequest.safeParse(args[0])
    if (request.success) stop(request.data.bin)
  }

  let waiting = 0
  const queued =
    (serve: (args: unknown[]) => Promise<void>) =>
    (...args: unknown[]) => {
      if (waiting >= WAITING_MAX) {
        socket.disconnect(true)
        return
      }
      waiting += 1
      lastRequest = lastRequest.then(() => serve(args)).finally(() => (waiting -= 1))
    }
  socket.on('subscribe', queued(subscribe))
  socket.on('unsubscribe', queued(unsubscribe))
  // Closes the socket after the key's own subscriptions have ended. One that watches through share links reconnects.
  const stopAwaitingEnd = caller.key && rt.keyWatch.watch(caller.key.key, () => setImmediate(() => socket.conn.close()))
  socket.on('disconnect', () => {
    stopAwaitingEnd?.()
    for (const bin of [...watches.keys()]) stop(bin)
  })
}

/** The callback that socket.io passes last if the client waits for an answer. */
function answerer(args: unknown[]): (answer: SubscribeAnswer) => void {
  const last = args.at(-1)
  return typeof last === 'function' ? (answer) => void last(answer) : () => {}
}

function send(socket: StreamSocket, binId: string, event: StreamEvent): void {
  switch (event.type) {
    case 'captures':
      for (const capture of event.captures) socket.emit('capture', capture)
      break
    case 'capture:deleted':
      socket.emit(event.type, { binId, id: event.id, seq: event.seq })
      break
    case 'capture:updated':
      socket.emit(event.type, { binId, id: event.id, seq: event.seq, ...event.patch })
      break
    case 'bin:cleared':
      socket.emit(event.type, { binId, throughSeq: event.throughSeq })
      break
    case 'bin:rechecked':
      socket.emit(event.type, { binId, fromSeq: event.fromSeq, throughSeq: event.throughSeq })
      break
    case 'bin:updated':
      socket.emit(event.type, event.bin)
      break
    case 'bin:deleted':
    case 'access:ended':
      socket.emit(event.type, { binId })
      break
    case 'forward:updated':
      socket.emit(event.type, { ...event.forward, binId })
      break
    case 'forward:deleted':
      socket.emit(event.type, { binId, id: event.id })
      break
    case 'delivery':
      socket.emit(event.type, { ...event.delivery, binId })
      break
  }
}
