import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { openSchemaEngine } from './schema-engine'

/** Where the schema and its migrations lie: `prisma` for SQLite, `prisma/postgresql`. The program runs in its own directory. */
export type SchemaDirectory = 'prisma' | 'prisma/postgresql'

/**
 * Applies the checked-in migrations that the database lacks, and keeps `_prisma_migrations` as `prisma migrate deploy` does.
 * @returns the names of those it applied
 * @throws {Error} where one fails; the message is the engine's
 */
export async function migrate(
  adapterFactory: SqlMigrationAwareDriverAdapterFactory,
  directory: SchemaDirectory,
): Promise<readonly string[]> {
  const datamodel = await readFile(join(directory, 'schema.prisma'), 'utf8')
  const engine = await openSchemaEngine(adapterFactory, datamodel)
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await listMigrations(directory),
      filters: { externalTables: [], externalEnums: [] },
    })
    return appliedMigrationNames
  } finally {
    engine.free()
  }
}

async function listMigrations(directory: SchemaDirectory) {
  const baseDir = join(directory, 'migrations')
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => {
      const value = await readFile(join(baseDir, path, 'migration.sql'), 'utf8')
      return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } }
    }),
  )
  const lockfile = { path: 'migration_lock.toml', content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8') }
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories }
}
