import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { programDirectory } from '#lib/program-directory'
import { openSchemaEngine } from './schema-engine'

/** Directory of each database's schema and migrations, relative to the program's directory. */
const SCHEMA_DIRECTORIES = { sqlite: 'prisma', postgresql: 'prisma/postgresql' } as const

/** The absolute path of a database's schema and migrations. */
export function schemaDirectory(database: keyof typeof SCHEMA_DIRECTORIES): string {
  return join(programDirectory(), SCHEMA_DIRECTORIES[database])
}

/**
 * Applies the checked-in migrations that the database lacks, and updates `_prisma_migrations` as `prisma migrate deploy` does.
 * @returns the names of the applied migrations
 * @throws {Error} if one fails, with the engine's message
 */
export async function migrate(
  adapterFactory: SqlMigrationAwareDriverAdapterFactory,
  directory: string,
): Promise<readonly string[]> {
  const datamodel = await readFile(join(directory, 'schema.prisma'), 'utf8')
  const { factory, disposeAll } = disposable(adapterFactory)
  const engine = await openSchemaEngine(factory, datamodel)
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await listMigrations(directory),
      filters: { externalTables: [], externalEnums: [] },
    })
    return appliedMigrationNames
  } finally {
    engine.free()
    await disposeAll()
  }
}

/** The engine locks the database through its connections, and neither unlocks it nor closes them. Closing them releases the lock. */
function disposable(adapterFactory: SqlMigrationAwareDriverAdapterFactory) {
  const opened: SqlDriverAdapter[] = []
  const remember = async (connecting: Promise<SqlDriverAdapter>) => {
    const connection = await connecting
    opened.push(connection)
    return connection
  }
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapterFactory.provider,
    adapterName: adapterFactory.adapterName,
    connect: () => remember(adapterFactory.connect()),
    connectToShadowDb: () => remember(adapterFactory.connectToShadowDb()),
  }
  const disposeAll = async () => {
    for (const connection of opened) await connection.dispose()
  }
  return { factory, disposeAll }
}

async function listMigrations(directory: string) {
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
