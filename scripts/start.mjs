// npm start: builds if this source has not been built, then runs the server in this process, so that signals and the exit code are its own.
// The working directory stays as it is: DATABASE_URL is relative to the folder where Creel is started.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runNode } from './run.mjs'
import { isBuilt, ROOT } from './sources.mjs'

const PARENT_CHECK_MS = 500

process.env.NODE_ENV = 'production'
process.env.NEXT_TELEMETRY_DISABLED ??= '1'
if (!isBuilt()) {
  console.log('Building Creel. This happens once for each version and takes about half a minute.')
  if (!runNode('scripts/build.mjs', [])) process.exit(1)
}
if (process.env.npm_lifecycle_event === 'start') stopWithParent()
console.log('Starting Creel.')
await import(pathToFileURL(join(ROOT, 'dist/server.js')).href)

/** Stops when the parent process is gone, because npm sends SIGTERM only to its shell, which exits without passing it on. */
function stopWithParent() {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, PARENT_CHECK_MS)
  timer.unref()
}
