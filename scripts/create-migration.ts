import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { migrate } from '../lib/store/migrate'
import { openSchemaEngine } from '../lib/store/schema-engine'

// npm run create-migration -- add_notes: writes the SQL that turns the result of the checked-in migrations into the current schema, for
// both databases. PostgreSQL's part needs an empty scratch database: SCRATCH_POSTGRES_URL. Review the SQL before committing it.

const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error('Name the migration: npm run create-migration -- add_notes')
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)

execFileSync(process.execPath, ['scripts/postgresql-schema.mjs'])
await create('prisma', new PrismaBetterSqlite3({ url: ':memory:' }))
const { SCRATCH_POSTGRES_URL } = process.env
if (SCRATCH_POSTGRES_URL) await create('prisma/postgresql', new PrismaPg(SCRATCH_POSTGRES_URL))
else console.error('PostgreSQL left out: set SCRATCH_POSTGRES_URL to an empty database.')

/** Compares schema texts, because introspection fails on PostgreSQL's own types. */
async function create(directory: 'prisma' | 'prisma/postgresql', adapter: SqlMigrationAwareDriverAdapterFactory): Promise<void> {
  const schema = await readFile(join(directory, 'schema.prisma'), 'utf8')
  const before = await readFile(join(directory, 'migrations', 'last-schema.prisma'), 'utf8').catch(() => null)
  const container = (content: string) => ({ tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] })
  const engine = await openSchemaEngine(adapter, schema)
  const { stdout } = await engine.diff({
    from: before === null ? { tag: 'empty' } : container(before),
    to: container(schema),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  engine.free()
  if (!stdout?.trim()) return console.log(`${directory}: nothing to do`)
  const target = join(directory, 'migrations', `${stamp}_${name}`)
  await mkdir(target, { recursive: true })
  await writeFile(join(target, 'migration.sql'), stdout)
  await writeFile(join(directory, 'migrations', 'last-schema.prisma'), schema)
  const provider = directory === 'prisma' ? 'sqlite' : 'postgresql'
  await writeFile(join(directory, 'migrations', 'migration_lock.toml'), `provider = "${provider}"\n`)
  console.log(
    `${target}/migration.sql written; applied to the scratch database: ${(await migrate(adapter, directory)).join(', ')}`,
  )
}
