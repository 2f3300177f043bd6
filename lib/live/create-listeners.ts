import { randomUUID } from 'node:crypto'
import { newId } from '#lib/core/ids'
import type { Bus, BusMessage } from './bus'
import type { ConnectedListener, ListenerMessage, ResendJob } from './connected-listener'
import type { Listeners } from './listeners'

const HEARTBEAT_MS = 5_000
/** A process that sent nothing for this long has died, or cannot be reached. */
const SILENCE_MS_MAX = 3 * HEARTBEAT_MS

type LocalListener = { listener: ConnectedListener; take: (job: ResendJob) => void }
type RemoteProcess = { listeners: readonly ConnectedListener[]; lastSeenAt: number }
type Wait = { listener: string; resolve: (word: ListenerMessage | null) => void }

/** Each process announces its listeners to the others: after each change, and every few seconds while it has some. */
export function createListeners({ heartbeatMs = HEARTBEAT_MS, silenceMsMax = SILENCE_MS_MAX } = {}): Listeners {
  const ownId = randomUUID()
  const local = new Map<string, LocalListener>()
  const remote = new Map<string, RemoteProcess>()
  const waits = new Map<string, Wait>()
  let byBin = new Map<string, ConnectedListener[]>()
  let publish: Bus['publish'] = () => {}
  let leave = () => {}

  function changed(): void {
    const all = [...local.values()].map(({ listener }) => listener)
    for (const { listeners } of remote.values()) all.push(...listeners)
    all.reverse().sort((a, b) => b.connectedAt - a.connectedAt)
    byBin = new Map()
    for (const listener of all) byBin.set(listener.binId, [...(byBin.get(listener.binId) ?? []), listener])
    const connected = new Set(all.map(({ id }) => id))
    for (const [about, { listener }] of [...waits]) if (!connected.has(listener)) deliver(about, null)
  }

  function deliver(about: string, word: ListenerMessage | null): boolean {
    const wait = waits.get(about)
    waits.delete(about)
    wait?.resolve(word)
    return wait !== undefined
  }

  function announce(): void {
    publish({ listening: { process: ownId, listeners: [...local.values()].map(({ listener }) => listener) } })
  }

  function onMessage(message: BusMessage): void {
    if ('job' in message) local.get(message.job.listener)?.take(message.job.job)
    else if ('said' in message) deliver(message.said.about, message.said.word)
    else if ('listening' in message) {
      const { process, listeners } = message.listening
      const isNew = !remote.has(process)
      remote.set(process, { listeners, lastSeenAt: performance.now() })
      changed()
      if (isNew) announce() // that process has just started, or was unreachable
    }
  }

  function heartbeat(): void {
    if (local.size > 0) announce()
    const silent = [...remote].filter(([, { lastSeenAt }]) => performance.now() - lastSeenAt > silenceMsMax)
    for (const [process] of silent) remote.delete(process)
    if (silent.length > 0) changed()
  }

  return {
    connect(listener, take) {
      const id = newId('listener')
      local.set(id, { listener: { ...listener, id }, take })
      changed()
      announce()
      return () => {
        if (!local.delete(id)) return
        changed()
        announce()
      }
    },
    of: (binId) => byBin.get(binId) ?? [],
    sendJob({ id }, job) {
      const known = local.get(id)
      if (known) known.take(job)
      else publish({ job: { listener: id, job } })
    },
    await(about, { id }, resolve) {
      waits.set(about, { listener: id, resolve })
      return () => {
        if (waits.get(about)?.resolve === resolve) waits.delete(about)
      }
    },
    deliver(about, word) {
      if (!deliver(about, word)) publish({ said: { about, word } })
    },
    join(bus) {
      publish = (message) => bus.publish(message)
      const stopListening = bus.subscribe(onMessage)
      const stopAwaiting = bus.onReturn(announce)
      const timer = setInterval(heartbeat, heartbeatMs).unref()
      leave = () => {
        clearInterval(timer)
        stopListening()
        stopAwaiting()
      }
      announce()
    },
    close() {
      leave()
      local.clear()
      remote.clear()
      changed()
      announce()
    },
  }
}
