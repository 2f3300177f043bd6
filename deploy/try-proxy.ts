import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPair } from './try/pair'
import { PROMISES } from './try/promises'
import { startProxy } from './try/proxy'

// npx tsx deploy/try-proxy.ts nginx | caddy: runs the proxy with its configuration from this directory in front of two Creel processes on
// PostgreSQL and Redis (TEST_POSTGRES_URL, TEST_REDIS_URL), and checks what docs/deployment.md promises.

const { positionals } = parseArgs({ allowPositionals: true })
const kind = positionals[0]
if (kind !== 'nginx' && kind !== 'caddy') throw new Error('Which one? npx tsx deploy/try-proxy.ts nginx (or caddy)')

const pair = await startPair()
const proxy = await startProxy(kind, pair.ports, join(import.meta.dirname, kind === 'nginx' ? 'nginx.conf' : 'Caddyfile'))
let broken = 0
try {
  for (const { says, holds } of PROMISES.filter(({ only }) => only === undefined || only === kind)) {
    const problem = await holds({ port: proxy.port, url: `http://127.0.0.1:${proxy.port}` }).catch(String)
    console.log(problem ? `BROKEN  ${says}: ${problem}` : `holds   ${says}`)
    if (problem) broken++
  }
} finally {
  await proxy.stop()
  await pair.remove()
}
process.exitCode = broken > 0 ? 1 : 0
