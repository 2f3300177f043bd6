import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildSync } from 'esbuild'

const ROOT = join(import.meta.dirname, '../..')
/** Inside the project, so that the programs find its packages and migrations. */
const CACHE = join(ROOT, 'node_modules/.cache/creel-tests')

const HOUR_MS = 3_600_000

const bundles = new Map<string, string>()

/** Bundles a program; the file's path. It starts three times as fast as one whose source files are loaded one by one. */
function bundleOf(program: string): string {
  const existing = bundles.get(program)
  if (existing) return existing
  removeOldBundles()
  const directory = mkdtempSync(join(CACHE, 'program-'))
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: { program, 'scan-thread': 'lib/scan-thread.ts' },
    outdir: directory,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
  })
  const file = join(directory, 'program.js')
  bundles.set(program, file)
  return file
}

/** Bundles of earlier runs. The runner kills its workers, so they cannot remove their own. */
function removeOldBundles(): void {
  mkdirSync(CACHE, { recursive: true })
  for (const directory of readdirSync(CACHE).map((name) => join(CACHE, name))) {
    const { mtimeMs } = statSync(directory, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
    if (mtimeMs < Date.now() - HOUR_MS) rmSync(directory, { recursive: true, force: true })
  }
}

/** Starts a program of the project, such as `tests/server/stoppable-creel.ts`, in a process of its own. */
export function startProgram(program: string, options: SpawnOptions): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', bundleOf(program)], options)
}

/** Starts `stoppable-creel.ts` and resolves once it listens. */
export async function startStoppableCreel(env: Record<string, string>) {
  const child = startProgram('tests/server/stoppable-creel.ts', {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string]
  const { port, binId } = JSON.parse(line) as { port: number; binId: string }
  return { child, port, binId, exit }
}
