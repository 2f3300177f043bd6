import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll } from 'vitest'
import type { Io } from '../../cli/command'
import { EXIT, Exit } from '../../cli/exit'
import { run } from '../../cli/main'

/** A command that runs in this process, with its own streams and directory. */
export type RunningCli = {
  /** The exit code. */
  ended: Promise<number | null>
  /** The output so far. */
  stdout(): string
  stderr(): string
  /** The NDJSON records of stdout. */
  records(): { type: string; [field: string]: unknown }[]
  /** Resolves once the condition holds; rejects if the command ends first. */
  until(holds: (cli: RunningCli) => boolean): Promise<void>
  ctrlC(): void
}

export type CliOptions = {
  env?: Record<string, string>
  cwd?: string
  stdin?: string
  columns?: number
  start?: () => Promise<void>
}

const directories: string[] = []

afterAll(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true })
})

/** An empty directory, removed after the file's tests. */
export async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'creel-cli-'))
  directories.push(directory)
  return directory
}

export async function startCli(args: readonly string[], { env = {}, cwd, stdin, start }: CliOptions = {}): Promise<RunningCli> {
  const home = cwd ?? (await emptyDirectory())
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const texts = { stdout: '', stderr: '' }
  let changed = () => {}
  for (const [name, stream] of Object.entries({ stdout, stderr }) as ['stdout' | 'stderr', PassThrough][]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
      changed()
    })
  }
  const input = new PassThrough()
  input.end(stdin ?? '')
  const stop = new AbortController()
  const io: Io = {
    stdin: input,
    stdout,
    stderr,
    env: { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), ...env },
    cwd: home,
    signal: stop.signal,
  }
  let over = false
  const ended = run(args, io, { version: '1.2.3', ...(start ? { start } : {}) }).finally(() => {
    over = true
    setImmediate(() => changed())
  })
  ended.catch(() => {})
  const cli: RunningCli = {
    ended,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    records: () =>
      texts.stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    async until(holds) {
      while (!holds(cli)) {
        if (over) {
          await ended
          throw new Error(`creel ended first.\nstdout: ${texts.stdout}\nstderr: ${texts.stderr}`)
        }
        await new Promise<void>((resolve) => {
          changed = resolve
        })
      }
    },
    ctrlC: () => stop.abort(new Exit(EXIT.interrupted, '')),
  }
  return cli
}

/** Runs a command to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}) {
  const cli = await startCli(args, options)
  const code = await cli.ended
  await new Promise(setImmediate) // flushes the last output
  return { code, stdout: cli.stdout(), stderr: cli.stderr(), records: () => cli.records() }
}

export const isReady = (cli: RunningCli) => cli.records().some(({ type }) => type === 'ready')
