import type { Flags } from '../flags'
import { buildCli } from '../listen/cli-process'
import { killRun } from '../listen/kills'
import { listenLatency } from '../listen/latency'
import { type ListenSpeed, listenSpeed } from '../listen/speed'
import type { Verdict } from '../listen/verdict'
import { median, percentile } from '../load/latencies'
import { fixed, toMarkdown } from '../table'

const PER_SECOND = 100
const CPU_HEAD = ['CPU of the server, ms a webhook', 'of the CLI']

/** The latency and speed of `creel listen`, and whether it keeps its promises under kill -9. @throws if one is broken */
export async function listen(flags: Flags): Promise<string> {
  const program = buildCli(flags.tree)
  const wants = (key: string) => flags.only === null || flags.only.includes(key)
  const texts: string[] = []
  if (wants('latency')) texts.push(await latency(flags, program))
  if (wants('speed')) texts.push(await speed(flags, program))
  const orders = [false, true].filter((inOrder) => wants(inOrder ? 'in-order' : 'parallel'))
  if (orders.length > 0) texts.push(await kills(flags, program, orders))
  return texts.join('\n\n')
}

async function latency(flags: Flags, program: string): Promise<string> {
  const { latencies: sorted, ...cpu } = await listenLatency(flags, program, PER_SECOND)
  const figures = [50, 99].map((percent) => fixed(percentile(sorted, percent), 2))
  console.error(
    `  capture → creel listen → target: p50 ${figures[0]}  p99 ${figures[1]} ms  CPU ms a webhook: server ${fixed(cpu.serverMs, 2)}  CLI ${fixed(cpu.cliMs, 2)}`,
  )
  const head = ['capture → creel listen → local target', 'webhooks', 'p50 ms', 'p99 ms', 'max ms', ...CPU_HEAD]
  const row = [`${PER_SECOND} a second`, String(sorted.length), ...figures, fixed(sorted.at(-1)!, 2)]
  return toMarkdown({ head, rows: [[...row, fixed(cpu.serverMs, 2), fixed(cpu.cliMs, 2)]] })
}

async function speed(flags: Flags, program: string): Promise<string> {
  const runs: ListenSpeed[] = []
  for (let round = 1; round <= flags.rounds; round += 1) {
    const run = await listenSpeed(flags, program, flags.quick ? 2_000 : 5_000)
    console.error(
      `  stored captures, round ${round}: ${fixed(run.perSecond, 0)} a second  CPU ms: server ${fixed(run.serverMs, 2)}  CLI ${fixed(run.cliMs, 2)}`,
    )
    runs.push(run)
  }
  const of = (pick: (run: ListenSpeed) => number, digits: number) => fixed(median(runs.map(pick)), digits)
  const row = [of((run) => run.perSecond, 0), of((run) => run.serverMs, 2), of((run) => run.cliMs, 2)]
  return toMarkdown({
    head: ['stored captures → creel listen → local target', 'webhooks/s', ...CPU_HEAD],
    rows: [['as fast as it goes', ...row]],
  })
}

async function kills({ tree, kills: times, quick }: Flags, program: string, orders: readonly boolean[]): Promise<string> {
  const runs: { title: string; inOrder: boolean; verdict: Verdict }[] = []
  for (const inOrder of orders) {
    const title = inOrder ? '--in-order' : '8 at a time'
    const verdict = await killRun({ program, tree, inOrder, captures: quick ? 1_500 : 10_000, kills: times })
    console.error(`  ${title}: ${JSON.stringify(verdict)}`)
    runs.push({ title, inOrder, verdict })
  }
  const head = [
    `CLI and server killed ${times} times each, target away a third of the time`,
    'stored',
    'lost',
    'out of order',
    'doubles after a cut answer',
    'not noted when the CLI was killed',
    'at most ms before',
    'others',
  ]
  const rows = runs.map(({ title, inOrder, verdict: v }) =>
    [title, v.stored, v.lost, inOrder ? v.outOfOrder : '', v.afterCutAnswer, v.afterKill, v.afterKillMsMax, v.otherDoubles].map(
      (cell) => (typeof cell === 'number' ? fixed(cell, 0) : cell),
    ),
  )
  const table = toMarkdown({ head, rows })
  const isBroken = ({ inOrder, verdict }: (typeof runs)[number]) =>
    verdict.lost + verdict.otherDoubles + verdict.behind + (inOrder ? verdict.outOfOrder : 0) > 0
  if (runs.some(isBroken)) throw new Error(`${table}\n\nFAILED`)
  return table
}
