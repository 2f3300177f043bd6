import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from './sources.mjs'

const OUT = 'cli/npm/test'

/**
 * Bundles `creel/test` to JavaScript beside its types, for the packages creel and creel-cli. The test runner is the user's own.
 */
export async function buildFixtures() {
  const built = readdirSync(join(ROOT, OUT)).filter((name) => name.endsWith('.js'))
  for (const name of built) rmSync(join(ROOT, OUT, name))
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['cli/test/index.ts', 'cli/test/playwright.ts', 'cli/test/vitest.ts'],
    outdir: OUT,
    bundle: true,
    splitting: true, // so that the matchers of one entry know the bins of another
    chunkNames: 'shared-[hash]',
    external: ['@playwright/test', 'vitest'],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'inline',
    logLevel: 'warning',
  })
}
