import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { createBin } from '../creel/creel-api'
import { type CreelProcess, startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { median, percentile } from '../load/latencies'
import { runLoad } from '../load/load'
import { webhookBody } from '../payload'
import { residentMiB } from '../process-stats'
import { temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'
import { holdWaits } from '../waits/open-waits'
import { wait } from '../waits/wait'

const PER_SECOND = 100
const OPEN = 1_000
/** How long a wait is open before its capture is sent. */
const AHEAD_MS = 300

/** Time from a capture to the answer of its wait, and the cost of a thousand open waits. */
export async function waits(flags: Flags): Promise<string> {
  return `${await latency(flags)}\n\n${await thousand(flags)}`
}

async function withCreel<T>(flags: Flags, work: (creel: CreelProcess) => Promise<T>): Promise<T> {
  const directory = temporaryDirectory('waits')
  const databaseUrl = `file:${directory.path}/creel.db`
  const creel = await startCreel({ tree: flags.tree, directory: directory.path, databaseUrl, cores: flags.cores })
  try {
    return await work(creel)
  } finally {
    await creel.child.stop()
    directory.remove()
  }
}

async function latency(flags: Flags): Promise<string> {
  const sorted = await withCreel(flags, async ({ origin }) => {
    await pacedWaits(origin, 2) // warm-up
    return pacedWaits(origin, Math.max(5, flags.seconds))
  })
  const figures = [50, 99].map((percent) => fixed(percentile(sorted, percent), 2))
  console.error(`  capture → answer of its wait: p50 ${figures[0]}  p99 ${figures[1]} ms`)
  const head = ['capture → answer of its wait', 'waits', 'p50 ms', 'p99 ms', 'max ms']
  const rows = [
    [`${PER_SECOND} a second, each with a wait of its own`, String(sorted.length), ...figures, fixed(sorted.at(-1)!, 2)],
  ]
  return toMarkdown({ head, rows })
}

/** Milliseconds from sending a capture to the complete answer, ascending. */
async function pacedWaits(origin: string, seconds: number): Promise<number[]> {
  const bin = await createBin(origin)
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  const body = new Uint8Array(webhookBody(1500))
  const startedAt = performance.now() + AHEAD_MS
  let storedSeq = 0 // each wait continues after the last known seq, as docs/testing.md recommends
  const one = async (i: number): Promise<number> => {
    const due = startedAt + (i * 1000) / PER_SECOND
    await pause(Math.max(0, due - AHEAD_MS - performance.now()))
    const { answer } = wait(origin, bin, `q=path:/${i}&timeout=20&after=${storedSeq}`, agent)
    await pause(Math.max(0, due - performance.now()))
    const sentAt = performance.now()
    const headers = { 'content-type': 'application/json' }
    const { captured } = await (await fetch(`${origin}/in/${bin.id}/${i}`, { method: 'POST', body, headers })).json()
    storedSeq = Math.max(storedSeq, seqOf(captured))
    if (!(await answer)?.satisfied) throw new Error(`The wait for capture ${i} was not satisfied.`)
    return performance.now() - sentAt
  }
  const latencies = await Promise.all(Array.from({ length: PER_SECOND * seconds }, (_, i) => one(i)))
  agent.destroy()
  return latencies.sort((a, b) => a - b)
}

/** `cap_tag_12`: 12 */
function seqOf(captureId: string): number {
  return Number(captureId.slice(captureId.lastIndexOf('_') + 1))
}

type Cost = { memoryMiB: number; sameBin: number; otherBin: number }

async function thousand(flags: Flags): Promise<string> {
  const costs: Cost[] = []
  for (let round = 1; round <= flags.rounds; round += 1) {
    const cost = await withCreel(flags, (creel) => costOf(creel, flags))
    console.error(
      `  ${OPEN} waits, round ${round}: + ${fixed(cost.memoryMiB, 1)} MiB, ingest ${fixed(cost.otherBin, 2)} at another bin, ${fixed(cost.sameBin, 2)} at theirs`,
    )
    costs.push(cost)
  }
  const of = (pick: (cost: Cost) => number, digits: number) => fixed(median(costs.map(pick)), digits)
  const head = [`${OPEN} waits open at one bin, a filter on the body each`, 'of without']
  const rows = [
    ['memory, MiB', `+ ${of(({ memoryMiB }) => memoryMiB, 1)}`],
    ['ingest at another bin', of(({ otherBin }) => otherBin, 2)],
    ['ingest at the same bin, where each capture is looked at for all of them', of(({ sameBin }) => sameBin, 2)],
  ]
  return `${toMarkdown({ head, rows })}\n\nMedians of ${flags.rounds} rounds; load with 64 connections, 1.5 KB, ${flags.seconds} s.`
}

async function costOf({ origin, child }: CreelProcess, { seconds, cores }: Flags): Promise<Cost> {
  const [bin, other] = [await createBin(origin), await createBin(origin)]
  const ingest = async (id: string) => {
    const load = await runLoad([`${origin}/in/${id}`], { connections: 64, bodyBytes: 1500, seconds, cores })
    return load.acknowledged / load.seconds
  }
  await ingest(other.id) // warm-up
  const without = await ingest(other.id)
  const first = await holdWaits(origin, bin, 20) // the first waits include one-time costs
  const before = residentMiB([child.pid]).now
  const waiting = await holdWaits(origin, bin, OPEN)
  const memoryMiB = residentMiB([child.pid]).now - before
  const otherBin = (await ingest(other.id)) / without
  const sameBin = (await ingest(bin.id)) / without
  waiting.stop()
  first.stop()
  return { memoryMiB, otherBin, sameBin }
}
