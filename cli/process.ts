import type { Io } from './command'
import { EXIT, Exit } from './exit'
import { type Extras, run } from './main'

/** Runs `creel …args` as this process, with its streams, signals and exit code. */
export async function runAsProcess(args: readonly string[], extras: Extras): Promise<void> {
  const stopping = new AbortController()
  const io: Io = Object.assign(streams(), { env: process.env, cwd: process.cwd(), signal: stopping.signal })
  const startsServer = args[0] === undefined || args[0] === 'start'
  if (!startsServer) {
    const stop = () => {
      if (stopping.signal.aborted) process.exit(EXIT.interrupted) // a second signal does not wait
      stopping.abort(new Exit(EXIT.interrupted, ''))
    }
    process.on('SIGINT', stop).on('SIGTERM', stop)
    process.stderr.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error // nobody reads the messages any more; the work continues
    })
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done) // `creel … | head`
      throw error
    })
  }
  const code = await run(args, io, extras)
  if (code !== null) process.exitCode = code
}

function streams(): Pick<Io, 'stdin' | 'stdout' | 'stderr'> {
  // Getters, because accessing stdin opens it, and a process that does not need it must not wait for it.
  return {
    get stdin() {
      return process.stdin
    },
    stdout: process.stdout,
    stderr: process.stderr,
  }
}
