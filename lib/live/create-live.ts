import type { Logger } from 'pino'
import type { CaptureSummary } from '#lib/core/capture'
import type { Store } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import { announceOver } from './announce'
import type { BinChange } from './bin-event'
import type { Bus } from './bus'
import type { Live, LiveBin } from './live'
import { createReadPage } from './read-page'
import { createRetry } from './retry'
import { createTail, type Tail } from './tail'

/** The live stream of this process. It keeps nothing about bins that nobody watches. `summarize` is `presentSummary`. */
export function createLive({
  store,
  summarize,
  log,
  retryMs = 100,
}: {
  store: Pick<Store, 'listCaptures' | 'lastSeqs'>
  summarize: (bin: LiveBin, stored: StoredSummary) => CaptureSummary
  log: Pick<Logger, 'warn' | 'error' | 'debug'>
  retryMs?: number
}): Live {
  const tails = new Map<string, Tail>()
  const missedListeners = new Set<() => void>()
  const accessListeners = new Set<(binId: string) => void>()
  const signOutListeners = new Set<(keyId: string) => void>()
  const keyEndListeners = new Set<(keyId: string) => void>()
  let links: Link[] = []
  let publish: Bus['publish'] = () => {}
  let announce: ReturnType<typeof announceOver> | null = null

  function openTail(bin: LiveBin): Tail {
    const retry = createRetry(retryMs, (error) => log.warn({ err: error, bin: bin.id }, 'the live stream cannot read; retrying'))
    const tail = createTail(bin, {
      readPage: createReadPage(store, bin, summarize, retry),
      lastSeq: async (alive) => {
        const seqs = await retry(() => store.lastSeqs([bin.key]), alive)
        return seqs?.get(bin.key) ?? null
      },
      onListenerError: (error) => log.error({ err: error, bin: bin.id }, 'a listener of the live stream failed'),
      onEnd: () => {
        if (tails.get(bin.id) === tail) tails.delete(bin.id)
      },
    })
    tails.set(bin.id, tail)
    return tail
  }

  /** The tail of this bin. Its id may have been used by another bin whose watchers have not learned that it was deleted. */
  function tailOf(bin: LiveBin): Tail | undefined {
    const tail = tails.get(bin.id)
    if (!tail || tail.bin.key === bin.key) return tail
    tail.changed({ type: 'bin:deleted' })
    return undefined
  }

  let polling = false
  async function poll(): Promise<void> {
    if (polling || tails.size === 0) return
    polling = true
    try {
      const watched = [...tails.values()]
      const seqs = await store.lastSeqs(watched.map(({ bin }) => bin.key))
      for (const tail of watched) {
        const seq = seqs.get(tail.bin.key)
        if (seq === undefined) tail.changed({ type: 'bin:deleted' })
        else tail.reach(seq)
      }
    } catch (error) {
      log.debug({ err: error }, 'polling the watched bins failed')
    } finally {
      polling = false
    }
  }

  function happened(binId: string, event: BinChange): void {
    if (event.type !== 'access:changed') tails.get(binId)?.changed(event)
    else for (const listener of [...accessListeners]) listener(binId)
  }

  function missed(): void {
    void poll()
    for (const listener of missedListeners) listener()
  }

  function signedOut(keyId: string): void {
    for (const listener of [...signOutListeners]) listener(keyId)
  }

  function keyEnded(keyId: string): void {
    for (const listener of [...keyEndListeners]) listener(keyId)
  }

  return {
    captured(bin, captures) {
      const last = captures.at(-1)
      if (!last) return
      announce?.reached(bin.id, last.seq)
      tailOf(bin)?.captured(captures)
    },
    changed(binId, event) {
      announce?.changed(binId, event)
      happened(binId, event)
    },
    watch: (bin, after, listener) => (tailOf(bin) ?? openTail(bin)).watch(after, listener),
    follow: (bin, follower) => (tailOf(bin) ?? openTail(bin)).follow(follower),
    join(bus, pollMs) {
      const timer = setInterval(poll, pollMs).unref()
      links.push({ leave: () => clearInterval(timer) })
      if (!bus) return
      announce = announceOver(bus)
      publish = (message) => bus.publish(message)
      links.push(listenTo(bus, tails, { happened, missed, signedOut, keyEnded }))
    },
    onMissed(listener) {
      missedListeners.add(listener)
      return () => missedListeners.delete(listener)
    },
    onAccessChange(listener) {
      accessListeners.add(listener)
      return () => accessListeners.delete(listener)
    },
    signOut(keyId) {
      publish({ signedOut: keyId })
      signedOut(keyId)
    },
    onSignOut(listener) {
      signOutListeners.add(listener)
      return () => signOutListeners.delete(listener)
    },
    endKey(keyId) {
      publish({ keyEnded: keyId })
      keyEnded(keyId)
    },
    onKeyEnd(listener) {
      keyEndListeners.add(listener)
      return () => keyEndListeners.delete(listener)
    },
    watcherCount: () => [...tails.values()].reduce((sum, tail) => sum + tail.watcherCount(), 0),
    async close() {
      for (const { leave } of links) leave()
      links = []
      announce = null
      publish = () => {}
      for (const tail of [...tails.values()]) tail.end()
    },
  }
}

type Link = { leave(): void }

type Heard = {
  happened(binId: string, event: BinChange): void
  missed(): void
  signedOut(keyId: string): void
  keyEnded(keyId: string): void
}

function listenTo(bus: Bus, tails: ReadonlyMap<string, Tail>, { happened, missed, signedOut, keyEnded }: Heard): Link {
  const stopListening = bus.subscribe((message) => {
    if ('reached' in message) for (const [binId, seq] of message.reached) tails.get(binId)?.reach(seq)
    else if ('happened' in message) for (const [binId, event] of message.happened) happened(binId, event)
    else if ('signedOut' in message) signedOut(message.signedOut)
    else if ('keyEnded' in message) keyEnded(message.keyEnded)
    else if ('missed' in message) missed()
  })
  const stopAwaiting = bus.onReturn(missed)
  return {
    leave() {
      stopListening()
      stopAwaiting()
    },
  }
}
