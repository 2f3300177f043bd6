// npm run generate: generates lib/generated, the Prisma client for each database, from the schemas. Does nothing if they are unchanged.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { updatePostgresqlSchema } from './postgresql-schema.mjs'
import { hashOfFiles, ROOT } from './sources.mjs'

const CLIENTS = [
  { schema: 'prisma/schema.prisma', output: 'lib/generated/sqlite' },
  { schema: 'prisma/postgresql/schema.prisma', output: 'lib/generated/postgresql' },
]

process.chdir(ROOT)
updatePostgresqlSchema()
for (const client of CLIENTS) generate(client)

/** @param {{ schema: string, output: string }} client */
function generate({ schema, output }) {
  const stamp = join(output, '.made-from')
  const madeFrom = hashOfFiles([schema, 'prisma.config.ts', 'node_modules/prisma/package.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === madeFrom) return
  const prisma = spawnSync(
    process.execPath,
    ['node_modules/prisma/build/index.js', 'generate', '--no-hints', '--schema', schema],
    {
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    },
  )
  if (prisma.status !== 0) {
    console.error(`${prisma.stdout}${prisma.stderr}\nThe Prisma client could not be made from ${schema}.`)
    process.exit(1)
  }
  writeFileSync(stamp, madeFrom)
}
