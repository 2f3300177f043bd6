import { countCaptures } from '../creel/count-captures'
import { createBin, get, getJson, type OwnBin } from '../creel/creel-api'
import { type CreelProcess, startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { postPaced } from '../live/post-paced'
import { median, percentile } from '../load/latencies'
import { runLoad } from '../load/load'
import { residentMiB } from '../process-stats'
import { temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

const LOAD = { connections: 64, bodyBytes: 1500 }
const LIST_REQUESTS = 300

/** Fills a big bin over HTTP. Measures memory afterwards, the list of bins of three sizes, and ingest into it compared with an empty bin. */
export async function million(flags: Flags): Promise<string> {
  const directory = temporaryDirectory('million')
  const databaseUrl = `file:${directory.path}/creel.db`
  const creel = await startCreel({ tree: flags.tree, directory: directory.path, databaseUrl, cores: flags.cores })
  try {
    const small = await createBin(creel.origin)
    const middle = await createBin(creel.origin)
    const big = await createBin(creel.origin)
    await postPaced(captureUrl(creel, small), { perSecond: 500, seconds: 2 })
    const filled = (await fill(creel, middle, flags.million / 10, flags)) + (await fill(creel, big, flags.million, flags))
    const resident = residentMiB([creel.child.pid])
    const stored = await countCaptures(databaseUrl)
    if (stored < filled + 1000) throw new Error(`${filled + 1000} captures were acknowledged and ${stored} are stored.`)
    const memory = `RSS after ${fixed(stored, 0)} captures over HTTP: **${fixed(resident.now, 0)} MiB** (peak ${fixed(resident.peak, 0)}).`
    console.error(`  ${memory}`)
    const lists = await listTimes(creel, [small, middle, big])
    const ingest = await intoFullAndEmpty(creel, big, flags)
    return [memory, '### List, 50 summaries a page', lists, '### Captures into the big bin', ingest].join('\n\n')
  } finally {
    await creel.child.stop()
    directory.remove()
  }
}

const captureUrl = ({ origin }: CreelProcess, { id }: OwnBin) => `${origin}/in/${id}`

/** Posts until at least `count` are acknowledged; returns how many were. */
async function fill(creel: CreelProcess, bin: OwnBin, count: number, { cores }: Flags): Promise<number> {
  let acknowledged = 0
  let perSecond = count / 3
  while (acknowledged < count) {
    const seconds = Math.max(1, Math.min(20, Math.ceil((count - acknowledged) / perSecond)))
    const load = await runLoad([captureUrl(creel, bin)], { ...LOAD, seconds, cores })
    if (load.acknowledged === 0) throw new Error(`Nothing was acknowledged:\n${creel.child.output()}`)
    acknowledged += load.acknowledged
    perSecond = load.acknowledged / load.seconds
  }
  return acknowledged
}

/** Alternates between the bins with each request, so that noise affects all of them equally. */
async function listTimes(creel: CreelProcess, bins: readonly OwnBin[]): Promise<string> {
  const pages: { bin: number; captures: number; deep: boolean; path: string; ms: number[] }[] = []
  for (const [index, bin] of bins.entries()) {
    const { lastSeq } = await getJson<{ lastSeq: number }>(creel.origin, bin, '')
    const at = { bin: index, captures: lastSeq }
    pages.push({ ...at, deep: false, path: '/captures?limit=50', ms: [] })
    pages.push({ ...at, deep: true, path: `/captures?limit=50&before=${Math.ceil(lastSeq / 2)}`, ms: [] })
  }
  for (let round = 0; round < LIST_REQUESTS; round += 1) {
    for (const page of pages) {
      const began = performance.now()
      const { status } = await get(creel.origin, bins[page.bin]!, page.path)
      if (status !== 200) throw new Error(`GET ${page.path} answered ${status}`)
      if (round >= LIST_REQUESTS / 10) page.ms.push(performance.now() - began)
    }
  }
  const first = (index: number) => pages.find(({ bin, deep }) => bin === index && !deep)!.ms
  const rows = pages.map(({ captures, deep, ms, bin }) => {
    const sorted = [...ms].sort((a, b) => a - b)
    const against = median(ms) / median(deep ? first(bin) : first(0))
    const basis = deep ? 'of its first page' : 'of the small bin'
    const title = `${fixed(captures, 0)} captures, ${deep ? 'half-way down' : 'first page'}`
    return [title, fixed(percentile(sorted, 50), 2), fixed(percentile(sorted, 99), 2), `${fixed(against, 2)} × ${basis}`]
  })
  return toMarkdown({ head: ['', 'p50 ms', 'p99 ms', 'ratio'], rows })
}

async function intoFullAndEmpty(creel: CreelProcess, big: OwnBin, { rounds, seconds, cores }: Flags): Promise<string> {
  const rates: { empty: number[]; full: number[] } = { empty: [], full: [] }
  for (let round = 0; round < rounds; round += 1) {
    const empty = await createBin(creel.origin)
    for (const [kind, bin] of [
      ['empty', empty],
      ['full', big],
    ] as const) {
      const load = await runLoad([captureUrl(creel, bin)], { ...LOAD, seconds, cores })
      rates[kind].push(load.acknowledged / load.seconds)
    }
  }
  const [empty, full] = [median(rates.empty), median(rates.full)]
  return `Empty bin ${fixed(empty, 0)}/s, big bin ${fixed(full, 0)}/s: ratio **${fixed(full / empty, 2)}** (medians of ${rounds}).`
}
