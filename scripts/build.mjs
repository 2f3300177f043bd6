// npm run build: pages to .next, the server to dist/server.js. With --if-stale only if this source has not been built.
// "dependencies" in package.json are loaded from node_modules when Creel runs; all other packages are bundled here or by Next.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { buildFixtures } from './build-fixtures.mjs'
import { moveNext } from './move-next.mjs'
import { runNode } from './run.mjs'
import { BUILD_STAMP, hashOfSources, isBuilt, ROOT } from './sources.mjs'

/** Bundled CommonJS packages call `require` for Node's own modules. */
const REQUIRE_FOR_COMMONJS =
  "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);"

process.chdir(ROOT)
if (!process.argv.includes('--if-stale') || !isBuilt()) await buildAll()

async function buildAll() {
  const source = hashOfSources()
  rmSync(BUILD_STAMP, { force: true }) // so that an incomplete build does not count
  const made =
    runNode('scripts/generate.mjs', []) &&
    runNode('node_modules/next/dist/bin/next', ['build'], { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  if (!made) {
    console.error('The build failed; the lines above say why.')
    process.exit(1)
  }
  removeBuildPaths()
  moveNext()
  rmSync('dist', { recursive: true, force: true })
  mkdirSync('dist')
  await build({
    entryPoints: { server: 'server.ts', 'scan-thread': 'lib/scan-thread.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true, // so that each database's query compiler, 4 MB, is loaded only where it is used
    external: installedPackages(),
    banner: { js: REQUIRE_FOR_COMMONJS },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  })
  // Commands other than `start` load no server code.
  await build({
    entryPoints: { cli: 'cli/process.ts' },
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  await buildFixtures()
  writeFileSync(BUILD_STAMP, source)
}

/** A package, and its subpaths. */
function installedPackages() {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  return Object.keys(dependencies).flatMap((name) => [name, `${name}/*`])
}

/** Next writes the build directory's path into files that it reads at startup. A package must not contain it. */
function removeBuildPaths() {
  for (const file of ['.next/required-server-files.json', '.next/required-server-files.js']) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(JSON.stringify(ROOT).slice(1, -1), '.'))
  }
}
