import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A program that runs exported code, saved as `file`. */
export type Runner = { command: string; args: readonly string[]; file: string }

export const RUNNERS = {
  bash: { command: 'bash', args: [], file: 'run.sh' },
  sh: { command: 'sh', args: [], file: 'run.sh' },
  node: { command: process.execPath, args: [], file: 'run.mjs' },
  python: { command: 'python3', args: ['-I'], file: 'run.py' },
  go: { command: 'go', args: ['run'], file: 'run.go' },
} satisfies Record<string, Runner>

export function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Runs it with an empty home directory, so that this machine's settings do not apply. Rejects with its output if it fails. */
export async function runExport({ command, args, file }: Runner, text: string): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'creel-export-'))
  try {
    await writeFile(path.join(home, file), text)
    const env = {
      ...process.env,
      HOME: home,
      GOCACHE: path.join(tmpdir(), 'creel-export-go'),
      LANG: 'C.UTF-8',
    }
    const child = spawn(command, [...args, file], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    child.stdout.on('data', (chunk) => (printed += chunk))
    child.stderr.on('data', (chunk) => (printed += chunk))
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${printed.slice(0, 2000)}`)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}
