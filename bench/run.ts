/** `npm run bench`: measures Creel beside a bare server and the limit of SQLite; see bench/README.md. */
import { join } from 'node:path'
import { readFlags } from './flags'
import { ingest } from './parts/ingest'
import { writeResults } from './results'
import { findSubjects } from './subjects/find-subjects'

const ROOT = join(import.meta.dirname, '..')

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2), ROOT)
  for (const part of flags.parts) {
    console.error(`${part} …`)
    const text = part === 'ingest' ? await ingest(await findSubjects(flags), flags) : ''
    console.log(`\n## ${part}\n\n${text}`)
    if (flags.write) writeResults(part, text, flags)
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
