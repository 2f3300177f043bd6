import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'

/** A process that the benchmark starts and stops. */
export type Child = {
  readonly pid: number
  readonly exited: Promise<number | null>
  isRunning(): boolean
  kill(signal: NodeJS.Signals): void
  /** Sends SIGTERM and, if the process still runs after 15 s, SIGKILL. */
  stop(): Promise<void>
  /** The end of its output. */
  output(): string
}

export type ChildOptions = {
  command: string
  args: readonly string[]
  env?: Record<string, string>
  cwd?: string
  /** For stdout and stderr. A pipe would take CPU time from the benchmark's own process. */
  logFile: string
  cores: number | null
  /** User to run as, if the caller is allowed to switch. */
  uid?: number | undefined
  gid?: number | undefined
}

const started = new Set<ChildProcess>()

/** Ends remaining processes when the benchmark itself is stopped. */
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

/** The command, pinned to the first `cores` cores unless `cores` is null. The pid is the command's own. */
export function pinned(command: string, args: readonly string[], cores: number | null): [string, string[]] {
  return cores === null ? [command, [...args]] : ['taskset', ['-c', `0-${cores - 1}`, command, ...args]]
}

export function startChild({ command, args, env, cwd, logFile, cores, uid, gid }: ChildOptions): Child {
  const log = openSync(logFile, 'a')
  const [program, programArgs] = pinned(command, args, cores)
  const child = spawn(program, programArgs, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', log, log], uid, gid })
  closeSync(log)
  started.add(child)
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      started.delete(child)
      resolve(code)
    })
    child.once('error', () => resolve(null))
  })
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return {
    pid: child.pid!,
    exited,
    isRunning,
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (!isRunning()) return
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await exited
      clearTimeout(force)
    },
    output: () => readFileSync(logFile, 'utf8').slice(-2000),
  }
}
