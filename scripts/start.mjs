// npm start: builds where there is no build of this source, then is the server itself, so that signals and exit code are its own.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runNode } from './run.mjs'
import { isBuilt, ROOT } from './sources.mjs'

const PARENT_CHECK_MS = 500

process.chdir(ROOT)
process.env.NODE_ENV = 'production'
process.env.NEXT_TELEMETRY_DISABLED ??= '1'
if (!isBuilt()) {
  console.log('Building Creel. This is done once for each version and takes about half a minute.')
  if (!runNode('scripts/build.mjs', [])) process.exit(1)
}
if (process.env.npm_lifecycle_event === 'start') stopWithParent()
console.log('Starting Creel.')
await import(pathToFileURL(join(ROOT, 'dist/server.js')).href)

/** npm passes SIGTERM to its shell only, and the shell ends without passing it on: its end is the sign to stop. */
function stopWithParent() {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, PARENT_CHECK_MS)
  timer.unref()
}
