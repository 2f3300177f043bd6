import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { postgresqlSchema } from '../../scripts/postgresql-schema.mjs'

const read = (path: string) => readFileSync(path, 'utf8')

test("PostgreSQL's schema is the one generated from SQLite's", () => {
  expect(read('prisma/postgresql/schema.prisma')).toBe(postgresqlSchema(read('prisma/schema.prisma')))
})

test.each(['prisma', 'prisma/postgresql'])(
  '%s: the migrations match the schema (npm run create-migration -- name)',
  (directory) => {
    expect(read(`${directory}/migrations/last-schema.prisma`)).toBe(read(`${directory}/schema.prisma`))
  },
)
