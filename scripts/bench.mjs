// npm run bench: the benchmark is TypeScript; tsx runs it.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../bench/run.ts')
const { status } = spawnSync(process.execPath, ['--import', 'tsx', program, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(status ?? 1)
