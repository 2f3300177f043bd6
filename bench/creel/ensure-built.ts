import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Flags } from '../flags'

/** Builds the tree if Creel is among the subjects and this source has not been built. */
export function ensureBuilt({ tree, parts, only }: Flags): void {
  const withoutCreel = parts.every((part) => part === 'ingest') && only?.every((key) => !/^[cd]/.test(key))
  if (withoutCreel || !existsSync(join(tree, 'scripts/build.mjs'))) return
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { cwd: tree, stdio: 'inherit' })
  if (status !== 0) throw new Error('The build failed.')
}
