import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BusMessage } from '#lib/live/bus'
import { createLive } from '#lib/live/create-live'
import type { BinListener } from '#lib/live/live'
import { BIN, FakeCaptures, summarize } from './fake-captures'

const log = { warn() {}, error() {}, debug() {} }

const count = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }) }, { weight: 1, arbitrary: fc.constant(450) }) // over two pages
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('commit here' as const), count }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('commit elsewhere' as const), count, heard: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('commit, announced late' as const), count }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), back: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('note' as const), back: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('watch' as const), back: fc.nat(5), holds: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), times: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), pick: fc.nat() }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Records what one watcher received. */
class CheckedWatch {
  readonly got: number[] = []
  readonly notes = new Map<number, string | null>()
  readonly broken: string[] = []
  stop = () => {}
  stopped = false
  private held = false
  private clearedThrough = 0
  private readonly gone = new Set<number>()

  constructor(
    readonly after: number,
    private readonly release: null | (() => Promise<unknown>),
  ) {}

  readonly listener: BinListener = (event) => {
    if (this.stopped) this.broken.push(`told of ${event.type} after stop`)
    if (event.type === 'capture:deleted') this.gone.add(event.seq)
    if (event.type === 'capture:updated') this.notes.set(event.seq, event.patch.note!)
    if (event.type === 'bin:cleared') this.clearedThrough = Math.max(this.clearedThrough, event.throughSeq)
    if (event.type !== 'captures') return
    if (this.held) this.broken.push('captures while it holds')
    for (const { seq, note } of event.captures) {
      if (seq <= (this.got.at(-1) ?? this.after)) this.broken.push(`${seq} after ${this.got.at(-1) ?? this.after}`)
      if (this.gone.has(seq) || seq <= this.clearedThrough) this.broken.push(`${seq} came back after it was taken away`)
      this.got.push(seq)
      this.notes.set(seq, note)
    }
    if (!this.release) return
    this.held = true
    return this.release().then(() => {
      this.held = false
    })
  }
}

function createSimulation(turn: (what: string) => Promise<unknown>) {
  const store = new FakeCaptures(turn)
  const live = createLive({ store, summarize, log, retryMs: 0 })
  const checkedWatches: CheckedWatch[] = []
  let hear = (_message: BusMessage) => {}
  const subscribe = (listener: typeof hear) => {
    hear = listener
    return () => {}
  }
  live.join({ publish() {}, subscribe, onReturn: () => () => {}, close: async () => {} }, 3_600_000)
  let told: Promise<unknown> = Promise.resolve()
  const wakeUp = (seq: number) => hear({ reached: [[BIN.id, seq]] })

  function act(each: Step): void {
    if (each.do === 'commit here') live.captured(BIN, store.commit(each.count))
    if (each.do === 'commit elsewhere') {
      store.commit(each.count)
      const seq = store.lastSeq
      if (each.heard) void turn('a wake-up').then(() => wakeUp(seq))
    }
    if (each.do === 'commit, announced late') {
      const captures = store.commit(each.count)
      void turn('the commit is announced').then(() => live.captured(BIN, captures))
    }
    if (each.do === 'delete') {
      const seq = store.lastSeq - each.back
      if (store.seqs.delete(seq))
        void turn('a delete').then(() => live.changed(BIN.id, { type: 'capture:deleted', id: `cap_tag_${seq}`, seq }))
    }
    if (each.do === 'note') {
      const seq = store.lastSeq - each.back
      const patch = { note: `${Number(store.notes.get(seq) ?? 0) + 1}` }
      if (!store.seqs.has(seq)) return
      store.notes.set(seq, patch.note)
      const tell = () => live.changed(BIN.id, { type: 'capture:updated', id: `cap_tag_${seq}`, seq, patch })
      told = Promise.all([told, turn('a note')]).then(tell) // events of one capture arrive in commit order
    }
    if (each.do === 'clear') {
      const throughSeq = store.clear()
      void turn('a clear').then(() => live.changed(BIN.id, { type: 'bin:cleared', throughSeq }))
    }
    if (each.do === 'watch') {
      const checked = new CheckedWatch(
        Math.max(0, store.lastSeq - each.back),
        each.holds ? () => turn('the listener lets go') : null,
      )
      const watch = live.watch(BIN, checked.after, checked.listener)
      checked.stop = () => {
        checked.stopped = true
        watch.stop()
      }
      checkedWatches.push(checked)
    }
    if (each.do === 'fail') store.failures = each.times
    if (each.do === 'stop') checkedWatches[each.pick % Math.max(1, checkedWatches.length)]?.stop()
  }
  return { store, live, checkedWatches, act, wakeUp, allTold: () => told }
}

test('watchers get every capture once, in order and up to date, whatever the order of commits, reads, wake-ups, deletes, notes, failures and slow listeners', async () => {
  const steps = fc.array(fc.record({ step, turns: fc.nat(4) }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, async (scheduler, list) => {
      const world = createSimulation((what) => scheduler.schedule(Promise.resolve(), what))
      for (const { step, turns } of list) {
        world.act(step)
        for (let i = 0; i < turns && scheduler.count() > 0; i++) await scheduler.waitOne()
      }
      world.wakeUp(world.store.lastSeq) // like the poll would
      const watching = world.checkedWatches.filter(({ stopped }) => !stopped)
      const missing = () =>
        watching.flatMap(({ after, got }) => [...world.store.seqs].filter((seq) => seq > after && !got.includes(seq)))
      for (let i = 0; i < 50 && (missing().length > 0 || scheduler.count() > 0); i++) {
        await scheduler.waitIdle()
        await pause(1) // the pause before a retry uses real time
      }
      await world.allTold()
      expect(world.checkedWatches.flatMap(({ broken }) => broken)).toEqual([])
      expect(missing()).toEqual([])
      for (const { got, notes } of watching) {
        const live = got.filter((seq) => world.store.seqs.has(seq))
        expect(live.map((seq) => [seq, notes.get(seq)])).toEqual(live.map((seq) => [seq, world.store.notes.get(seq) ?? null]))
      }
      for (const checked of watching) checked.stop()
      expect(world.live.watcherCount()).toBe(0)
      await world.live.close()
    }),
    { numRuns: 300 },
  )
}, 60_000)
