/** `npm run bench`: measures Creel beside a bare server and the limit of SQLite; see bench/README.md. */
import { join } from 'node:path'
import { ensureBuilt } from './creel/ensure-built'
import { type Flags, type Part, readFlags } from './flags'
import { blocking } from './parts/blocking'
import { explain } from './parts/explain'
import { exporting } from './parts/export'
import { forwards } from './parts/forwards'
import { ingest } from './parts/ingest'
import { inspector } from './parts/inspector'
import { kill } from './parts/kill'
import { listen } from './parts/listen'
import { live } from './parts/live'
import { million } from './parts/million'
import { pressure } from './parts/pressure'
import { retention } from './parts/retention'
import { startup } from './parts/startup'
import { visible } from './parts/visible'
import { waits } from './parts/waits'
import { writeResults } from './results'
import { findSubjects } from './subjects/find-subjects'

const ROOT = join(import.meta.dirname, '..')

const parts = {
  ingest: ingestAll,
  live,
  visible,
  waits,
  listen,
  forwards,
  inspector,
  million,
  pressure,
  export: exporting,
  startup,
  blocking,
  explain,
  retention,
  kill,
} satisfies Record<Part, (flags: Flags) => Promise<string>>

async function ingestAll(flags: Flags): Promise<string> {
  const { subjects, close } = await findSubjects(flags)
  try {
    return await ingest(subjects, flags)
  } finally {
    await close()
  }
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2), ROOT)
  ensureBuilt(flags)
  for (const part of flags.parts) {
    console.error(`${part} …`)
    const text = await parts[part](flags)
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
