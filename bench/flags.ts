import { parseArgs } from 'node:util'
import { parseUrl } from '#lib/core/parse-url'

export const PARTS = [
  'ingest',
  'live',
  'visible',
  'waits',
  'listen',
  'forwards',
  'inspector',
  'million',
  'pressure',
  'export',
  'startup',
  'blocking',
  'explain',
  'retention',
  'kill',
] as const
/** Parts that take long run only when named. */
const ONLY_BY_NAME: readonly Part[] = ['listen', 'forwards', 'retention', 'kill']
export type Part = (typeof PARTS)[number]

/** The options of one benchmark run. */
export type Flags = {
  parts: readonly Part[]
  /** Keys of the subjects to run; null: all that this machine can run. */
  only: readonly string[] | null
  quick: boolean
  /** Duration of each measured load. A shorter warm-up precedes it. */
  seconds: number
  rounds: number
  connections: readonly number[]
  bodyBytes: readonly number[]
  /** Servers, databases and load generator share this many cores; null: all. */
  cores: number | null
  peers: readonly { name: string; url: string }[]
  /** The source tree with Creel's build. Naming another one allows a comparison. */
  tree: string
  write: boolean
  kills: number
  restarts: number
  /** Duration of the part "retention". */
  minutes: number
  /** Captures in the big bin. */
  million: number
}

const HELP = `npm run bench -- [ingest] [live] [visible] [waits] [listen] [forwards] [inspector] [million] [pressure] [export] [startup] [blocking] [explain] [retention] [kill] [options]    (no part named: all but listen, forwards, retention and kill)
  --quick             64 connections, 1.5 KB, 3 s a run; smaller bins
  --only c,b          subjects of "ingest": a, b, b-tuned, c, c-secret, d1, d2; of "listen": latency, speed, parallel, in-order;
                      of "forwards": ingest, none, strict
  --seconds N         length of a measured run (8)
  --rounds N          runs of each subject, of which the median counts (3)
  --connections L     1,16,64,256
  --bodies L          1500,100000
  --cores N           pin servers, databases and load generator to the first N cores
  --peer NAME=URL     run the same load against another program; repeatable; nothing is verified there
  --tree DIR          the built tree whose dist/server.js is Creel (default: this one)
  --kills N           kill -9 on each database in "kill", of CLI and server in "listen", of either process in "forwards" (20)
  --restarts N        restarts of PostgreSQL and of Redis in "kill" (5)
  --minutes N         length of "retention" (10)
  --million N         captures in the big bin (1000000)
  --write             put the results into bench/RESULTS.md`

/** @throws {Error} that names the mistake. Prints the help and exits if `--help` is given. */
export function readFlags(argv: readonly string[], tree: string): Flags {
  const text = { type: 'string' } as const
  const toggle = { type: 'boolean', default: false } as const
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      quick: toggle,
      write: toggle,
      help: toggle,
      only: text,
      seconds: text,
      rounds: text,
      connections: text,
      bodies: text,
      cores: text,
      tree: text,
      kills: text,
      restarts: text,
      minutes: text,
      million: text,
      peer: { type: 'string', multiple: true, default: [] },
    },
  })
  if (values.help) {
    console.log(HELP)
    process.exit(0)
  }
  const { quick } = values
  return {
    parts: positionals.length === 0 ? PARTS.filter((part) => !ONLY_BY_NAME.includes(part)) : positionals.map(toPart),
    only: values.only?.split(',') ?? null,
    quick,
    seconds: whole('seconds', values.seconds, quick ? 3 : 8),
    rounds: whole('rounds', values.rounds, 3),
    connections: wholes('connections', values.connections, quick ? [64] : [1, 16, 64, 256]),
    bodyBytes: wholes('bodies', values.bodies, quick ? [1500] : [1500, 100_000]),
    cores: values.cores === undefined ? null : whole('cores', values.cores, 2),
    peers: values.peer.map(toPeer),
    tree: values.tree ?? tree,
    write: values.write,
    kills: whole('kills', values.kills, quick ? 3 : 20),
    restarts: whole('restarts', values.restarts, quick ? 1 : 5),
    minutes: whole('minutes', values.minutes, quick ? 1 : 10),
    million: whole('million', values.million, quick ? 100_000 : 1_000_000),
  }
}

function toPart(text: string): Part {
  const part = PARTS.find((known) => known === text)
  if (!part) throw new Error(`There is no part "${text}". Parts: ${PARTS.join(', ')}.`)
  return part
}

function toPeer(text: string): { name: string; url: string } {
  const mark = text.indexOf('=')
  const url = text.slice(mark + 1)
  if (mark < 1 || !parseUrl(url)) throw new Error(`--peer takes NAME=URL, not "${text}".`)
  return { name: text.slice(0, mark), url }
}

function whole(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number, not "${text}".`)
  return value
}

function wholes(name: string, text: string | undefined, fallback: readonly number[]): readonly number[] {
  return text === undefined ? fallback : text.split(',').map((item) => whole(name, item, 0))
}
