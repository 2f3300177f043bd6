// npm run build: pages to .next, the server to dist/server.js. With --if-stale only where there is no build of this very source.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { runNode } from './run.mjs'
import { BUILD_STAMP, hashOfSources, isBuilt, ROOT } from './sources.mjs'

process.chdir(ROOT)
if (!process.argv.includes('--if-stale') || !isBuilt()) await buildAll()

async function buildAll() {
  const source = hashOfSources()
  rmSync(BUILD_STAMP, { force: true }) // a build that fails half-way is none
  const made =
    runNode('scripts/generate.mjs', []) &&
    runNode('node_modules/next/dist/bin/next', ['build'], { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  if (!made) {
    console.error('The build failed; the lines above say why.')
    process.exit(1)
  }
  mkdirSync('dist', { recursive: true })
  await build({
    entryPoints: { server: 'server.ts', 'scan-thread': 'lib/scan-thread.ts' },
    outdir: 'dist',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  })
  writeFileSync(BUILD_STAMP, source)
}
