// Bundles the package creel-cli: the command to one file, cli/npm/creel.mjs, and creel-cli/test. `npm pack ./cli/npm` runs it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { buildFixtures } from './build-fixtures.mjs'
import { ROOT } from './sources.mjs'

const { version } = JSON.parse(readFileSync(join(ROOT, 'cli/npm/package.json'), 'utf8'))
await build({
  absWorkingDir: ROOT,
  entryPoints: ['cli/creel-cli.ts'],
  outfile: 'cli/npm/creel.mjs',
  bundle: true,
  minify: true,
  banner: { js: '#!/usr/bin/env node' },
  define: { CREEL_CLI_VERSION: JSON.stringify(version) },
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'inline',
  logLevel: 'warning',
})
await buildFixtures()
