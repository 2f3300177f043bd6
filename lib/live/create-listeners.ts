import { randomUUID } from 'node:crypto'
import { newId } from '#lib/core/ids'
import type { Bus, BusMessage } from './bus'
import type { ConnectedListener, ListenerWord, ResendJob } from './connected-listener'
import type { Listeners } from './listeners'

const HEARTBEAT_MS = 5_000
/** A process that sent nothing for this long has died, or cannot be reached. */
const SILENCE_MS_MAX = 3 * HEARTBEAT_MS

type Here = { listener: ConnectedListener; take: (job: ResendJob) => void }
type Elsewhere = { listeners: readonly ConnectedListener[]; heardAt: number }
type Wait = { listener: string; heard: (word: ListenerWord | null) => void }

/** Each process announces its listeners to the others: after each change, and every few seconds while it has some. */
export function createListeners({ heartbeatMs = HEARTBEAT_MS, silenceMsMax = SILENCE_MS_MAX } = {}): Listeners {
  const ownId = randomUUID()
  const here = new Map<string, Here>()
  const elsewhere = new Map<string, Elsewhere>()
  const waits = new Map<string, Wait>()
  let byBin = new Map<string, ConnectedListener[]>()
  let publish: Bus['publish'] = () => {}
  let leave = () => {}

  function changed(): void {
    const all = [...here.values()].map(({ listener }) => listener)
    for (const { listeners } of elsewhere.values()) all.push(...listeners)
    all.reverse().sort((a, b) => b.connectedAt - a.connectedAt)
    byBin = new Map()
    for (const listener of all) byBin.set(listener.binId, [...(byBin.get(listener.binId) ?? []), listener])
    const connected = new Set(all.map(({ id }) => id))
    for (const [about, { listener }] of [...waits]) if (!connected.has(listener)) hear(about, null)
  }

  function hear(about: string, word: ListenerWord | null): boolean {
    const wait = waits.get(about)
    waits.delete(about)
    wait?.heard(word)
    return wait !== undefined
  }

  function tellOthers(): void {
    publish({ listening: { process: ownId, listeners: [...here.values()].map(({ listener }) => listener) } })
  }

  function heard(message: BusMessage): void {
    if ('job' in message) here.get(message.job.listener)?.take(message.job.job)
    else if ('said' in message) hear(message.said.about, message.said.word)
    else if ('listening' in message) {
      const { process, listeners } = message.listening
      const isNew = !elsewhere.has(process)
      elsewhere.set(process, { listeners, heardAt: performance.now() })
      changed()
      if (isNew) tellOthers() // that process has just started, or was unreachable
    }
  }

  function beat(): void {
    if (here.size > 0) tellOthers()
    const silent = [...elsewhere].filter(([, { heardAt }]) => performance.now() - heardAt > silenceMsMax)
    for (const [process] of silent) elsewhere.delete(process)
    if (silent.length > 0) changed()
  }

  return {
    connect(listener, take) {
      const id = newId('listener')
      here.set(id, { listener: { ...listener, id }, take })
      changed()
      tellOthers()
      return () => {
        if (!here.delete(id)) return
        changed()
        tellOthers()
      }
    },
    of: (binId) => byBin.get(binId) ?? [],
    give({ id }, job) {
      const known = here.get(id)
      if (known) known.take(job)
      else publish({ job: { listener: id, job } })
    },
    await(about, { id }, heard) {
      waits.set(about, { listener: id, heard })
      return () => {
        if (waits.get(about)?.heard === heard) waits.delete(about)
      }
    },
    say(about, word) {
      if (!hear(about, word)) publish({ said: { about, word } })
    },
    join(bus) {
      publish = (message) => bus.publish(message)
      const stopListening = bus.subscribe(heard)
      const stopAwaiting = bus.onReturn(tellOthers)
      const timer = setInterval(beat, heartbeatMs).unref()
      leave = () => {
        clearInterval(timer)
        stopListening()
        stopAwaiting()
      }
      tellOthers()
    },
    close() {
      leave()
      here.clear()
      elsewhere.clear()
      changed()
      tellOthers()
    },
  }
}
