import type { Flags } from '../flags'
import { median } from '../load/latencies'
import { loadGenerator } from '../load/load'
import type { Subject } from '../subjects/subject'
import { bytes, fixed, type Table, toMarkdown } from '../table'
import { type IngestRun, ingestRun } from './ingest-run'

/** Puts all subjects under the same load, round by round, so that fluctuations of the machine affect all of them equally. */
export async function ingest(subjects: readonly Subject[], flags: Flags): Promise<string> {
  const cells = flags.bodyBytes.flatMap((bodyBytes) => flags.connections.map((connections) => ({ connections, bodyBytes })))
  const sections: string[] = []
  for (const cell of cells) {
    const runs: IngestRun[] = []
    for (let round = 1; round <= flags.rounds; round += 1) {
      for (const subject of subjects) {
        const run = await ingestRun(subject, cell, flags)
        runs.push(run)
        const figures = `${fixed(run.perSecond, 0)}/s  p50 ${fixed(run.p50Ms, 2)}  p99 ${fixed(run.p99Ms, 2)} ms`
        console.error(`  ${cell.connections} × ${bytes(cell.bodyBytes)}, round ${round}, ${subject.key}: ${figures}`)
      }
    }
    sections.push(
      `### ${cell.connections} connections, ${bytes(cell.bodyBytes)}\n\n${toMarkdown(cellTable(subjects, runs))}\n${ratios(runs)}`,
    )
  }
  const note = `Medians of ${flags.rounds} runs of ${flags.seconds} s, interleaved; load from ${loadGenerator}. Every run checked stored = acknowledged.`
  return `${note}\n\n${sections.join('\n')}`
}

type Figure = 'perSecond' | 'p50Ms' | 'p99Ms' | 'cpuPer1000' | 'databaseCpuPer1000' | 'residentMiB' | 'diskBytesPerCapture'

/** The median of this figure over a subject's runs; null if it has none. */
function figure(runs: readonly IngestRun[], subject: string, name: Figure): number | null {
  const values = runs.filter((run) => run.subject === subject).map((run) => run[name])
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : median(known)
}

function cellTable(subjects: readonly Subject[], runs: readonly IngestRun[]): Table {
  return {
    head: [
      '',
      'requests/s',
      'p50 ms',
      'p99 ms',
      'CPU s / 1,000',
      '+ database',
      'RSS MiB',
      'disk bytes',
      'not 2xx',
      'stored / acknowledged',
    ],
    rows: subjects.map(({ key, title }) => {
      const own = runs.filter((run) => run.subject === key)
      const of = (name: Figure, digits: number) => fixed(figure(runs, key, name), digits)
      const sum = (pick: (run: IngestRun) => number) => own.reduce((total, run) => total + pick(run), 0)
      const stored = own.some((run) => run.stored === null)
        ? 'not checked'
        : fixed(
            sum((run) => run.stored!),
            0,
          )
      return [
        `${key} ${title}`,
        of('perSecond', 0),
        of('p50Ms', 2),
        of('p99Ms', 2),
        of('cpuPer1000', 3),
        of('databaseCpuPer1000', 3),
        of('residentMiB', 0),
        of('diskBytesPerCapture', 0),
        fixed(
          sum((run) => run.refused + run.broken),
          0,
        ),
        `${stored} / ${fixed(
          sum((run) => run.acknowledged),
          0,
        )}`,
      ]
    }),
  }
}

const RATIOS: readonly (readonly [string, string, Figure])[] = [
  ['c', 'b', 'perSecond'],
  ['c', 'a', 'perSecond'],
  ['c', 'b', 'p99Ms'],
  ['c', 'b-tuned', 'perSecond'],
  ['c-secret', 'c', 'perSecond'],
  ['d1', 'c', 'perSecond'],
  ['d2', 'd1', 'perSecond'],
]

function ratios(runs: readonly IngestRun[]): string {
  const parts = RATIOS.flatMap(([over, under, name]) => {
    const [above, below] = [figure(runs, over, name), figure(runs, under, name)]
    return above === null || below === null
      ? []
      : [`${name === 'p99Ms' ? 'p99 ' : ''}${over}/${under} **${fixed(above / below, 2)}**`]
  })
  return parts.length === 0 ? '' : `\nRatios: ${parts.join(', ')}\n`
}
