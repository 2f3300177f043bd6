import { readFileSync, writeFileSync } from 'node:fs'

const SOURCE = 'prisma/schema.prisma'
const TARGET = 'prisma/postgresql/schema.prisma'

/** PostgreSQL's schema, derived from SQLite's: another provider, and another path for the client. */
export function postgresqlSchema(source) {
  const body = source.slice(source.indexOf('generator client'))
  return `// Made from ${SOURCE} by scripts/postgresql-schema.mjs; do not edit.\n\n${body}`
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('../lib/generated/sqlite', '../../lib/generated/postgresql')
}

/** Writes it if it differs. Returns whether it did. */
export function updatePostgresqlSchema() {
  const wanted = postgresqlSchema(readFileSync(SOURCE, 'utf8'))
  if (wanted === readFileSync(TARGET, 'utf8')) return false
  writeFileSync(TARGET, wanted)
  return true
}

if (process.argv[1] === import.meta.filename)
  console.log(updatePostgresqlSchema() ? `${TARGET} written` : `${TARGET} is up to date`)
