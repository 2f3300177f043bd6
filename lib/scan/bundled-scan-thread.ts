import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

let script: string | null = null

/**
 * The program of the search thread as one script, for a Creel that runs from its source (`npm run dev`, tests). esbuild bundles it in a
 * tenth of a second; a thread that loads each source file takes a second of CPU to start.
 */
export function bundledScanThread(): string {
  script ??= bundle()
  return script
}

function bundle(): string {
  const require = createRequire(import.meta.url) // an import would make the built program need esbuild
  const { buildSync }: typeof import('esbuild') = require('esbuild')
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('../scan-thread.ts', import.meta.url))],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    define: {
      'import.meta.url': JSON.stringify(import.meta.url),
      'import.meta.dirname': JSON.stringify(import.meta.dirname),
    },
    // The thread would look for packages in the directory in which Creel was started.
    banner: { js: `((require) => {` },
    footer: { js: `})(require('node:module').createRequire(${JSON.stringify(import.meta.url)}))` },
    write: false,
  })
  return outputFiles[0]!.text
}
