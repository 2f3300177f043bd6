import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, startChild } from '../child'
import type { OwnBin } from '../creel/creel-api'
import { retryUntil } from '../setup'

/** Builds the single file of the package creel-cli and returns its path. */
export function buildCli(tree: string): string {
  const { status } = spawnSync(process.execPath, ['scripts/build-cli.mjs'], { cwd: tree, stdio: 'inherit' })
  if (status !== 0) throw new Error('The CLI could not be built.')
  return join(tree, 'cli/npm/creel.mjs')
}

export type Listening = {
  program: string
  origin: string
  bin: OwnBin
  directory: string
  targetPort: number
  args: readonly string[]
}

export const logOf = (directory: string) => join(directory, 'listen.log')

/** Starts `creel listen` like a person does: in its own process, with the key in the environment. */
export function startListen({ program, origin, bin, directory, targetPort, args }: Listening): Child {
  return startChild({
    command: process.execPath,
    args: [program, 'listen', bin.id, '--to', String(targetPort), '--json', ...args],
    cwd: directory,
    env: { CREEL_URL: origin, CREEL_KEY: bin.accessKey, HOME: directory, XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' },
    logFile: logOf(directory),
    cores: null,
  })
}

export async function untilReady(cli: Child, directory: string): Promise<void> {
  const ready = async () => (readFileSync(logOf(directory), 'utf8').includes('"type":"ready"') ? true : null)
  await retryUntil(
    ready,
    (late) => (late || !cli.isRunning() ? `creel listen did not get ready:\n${cli.output()}` : null),
    30_000,
  )
}
