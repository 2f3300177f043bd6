import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const STANDALONE = '.next/standalone'
const FROM = join(STANDALONE, 'node_modules')
/** `lib/server/load-next.ts` loads Next from here. */
const TO = '.next/server/node_modules'
/** Next's server is started by Creel's, which needs the entry that Next's own does without. */
const ENTRY = 'next/dist/server/next.js'

/**
 * Moves what the built pages need of Next to where they look first: 22 MB, which Next copied for `output: 'standalone'`. The package holds it,
 * because the whole of Next with its compiler is 320 MB, which everybody would have to install.
 * Source: https://nextjs.org/docs/app/api-reference/config/next-config-js/output
 */
export function moveNext() {
  rmSync(TO, { recursive: true, force: true })
  renameSync(FROM, TO)
  copyFileSync(join('node_modules', ENTRY), join(TO, ENTRY))
  for (const name of packagesIn(TO)) copyLicences(name)
  rmSync(STANDALONE, { recursive: true })
}

/** @param {string} directory */
function packagesIn(directory) {
  return readdirSync(directory).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(directory, name)).map((part) => join(name, part)) : [name],
  )
}

/** @param {string} name a package's */
function copyLicences(name) {
  const licences = readdirSync(join('node_modules', name)).filter((file) => /^licen[cs]e/i.test(file))
  for (const file of licences) copyFileSync(join('node_modules', name, file), join(TO, name, file))
}
