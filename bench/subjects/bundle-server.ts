import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const ROOT = join(import.meta.dirname, '../..')

/** Compiles one of bench/servers to plain JavaScript, so that no loader runs with it. */
export async function bundleServer(name: string): Promise<string> {
  const outdir = join(ROOT, 'node_modules/.cache/creel-bench')
  mkdirSync(outdir, { recursive: true })
  const outfile = join(outdir, `${name}.mjs`)
  const entryPoints = [join(import.meta.dirname, '../servers', `${name}.ts`)]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' })
  return outfile
}
