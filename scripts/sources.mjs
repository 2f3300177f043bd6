import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The project's directory. Scripts work there, wherever they are started. */
export const ROOT = join(import.meta.dirname, '..')

/** The inputs of a build. */
const BUILT_FROM = [
  'app',
  'components',
  'lib',
  'cli',
  'public',
  'prisma',
  'server.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'tsconfig.build.json',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/build-fixtures.mjs',
  'scripts/move-next.mjs',
]

/** SHA-256 over the names and bytes of all inputs of a build. */
export function hashOfSources() {
  return hashOfFiles(BUILT_FROM.flatMap(filesIn))
}

/** Written when a build is complete; holds the hash of its sources. */
export const BUILD_STAMP = 'dist/.built-from'

/** Whether the current source has been built. */
export function isBuilt() {
  const stamp = join(ROOT, BUILD_STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfSources()
}

/**
 * SHA-256 over names and bytes, in the order given.
 * @param {readonly string[]} files relative to ROOT
 */
export function hashOfFiles(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const bytes = readFileSync(join(ROOT, file))
    hash.update(`${file}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/**
 * The file itself, or the files under a directory, sorted; empty if neither exists.
 * @param {string} path relative to ROOT
 * @returns {string[]}
 */
function filesIn(path) {
  if (isGenerated(path) || !existsSync(join(ROOT, path))) return []
  if (!statSync(join(ROOT, path)).isDirectory()) return [path]
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`))
}

/** @param {string} path */
function isGenerated(path) {
  return path === 'lib/generated' || /^cli\/npm\/.*\.m?js$/.test(path)
}
