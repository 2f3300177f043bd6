import type { Flags } from '../flags'
import { buildCli } from '../listen/cli-process'
import { killRun } from '../listen/kills'
import { listenLatency } from '../listen/latency'
import type { Verdict } from '../listen/verdict'
import { percentile } from '../load/latencies'
import { fixed, toMarkdown } from '../table'

const PER_SECOND = 100

/** The latency of `creel listen`, and whether it keeps its promises under kill -9. @throws if one is broken */
export async function listen(flags: Flags): Promise<string> {
  const program = buildCli(flags.tree)
  const wants = (key: string) => flags.only === null || flags.only.includes(key)
  const texts: string[] = []
  if (wants('latency')) texts.push(await latency(flags, program))
  const orders = [false, true].filter((inOrder) => wants(inOrder ? 'in-order' : 'parallel'))
  if (orders.length > 0) texts.push(await kills(flags, program, orders))
  return texts.join('\n\n')
}

async function latency(flags: Flags, program: string): Promise<string> {
  const sorted = await listenLatency(flags, program, PER_SECOND)
  const figures = [50, 99].map((percent) => fixed(percentile(sorted, percent), 2))
  console.error(`  capture → creel listen → target: p50 ${figures[0]}  p99 ${figures[1]} ms`)
  const head = ['capture → creel listen → local target', 'webhooks', 'p50 ms', 'p99 ms', 'max ms']
  return toMarkdown({ head, rows: [[`${PER_SECOND} a second`, String(sorted.length), ...figures, fixed(sorted.at(-1)!, 2)]] })
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
