// Preloaded into the measured server: `node --import ./lag-probe.mjs dist/server.js`. It answers on its own port with the longest time
// for which the event loop was blocked since the last question, in milliseconds.
import { createServer } from 'node:http'

const TICK_MS = 2

// A worker thread has its own event loop and runs the preload too; only the main one serves requests.
const { isMainThread } = await import('node:worker_threads')
if (isMainThread) {
  let longest = 0
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - TICK_MS)
    last = now
  }, TICK_MS).unref()

  createServer((_req, res) => {
    const now = performance.now()
    res.end(String(Math.max(longest, now - last - TICK_MS)))
    longest = 0
    last = now
  })
    .listen(Number(process.env.LAG_PROBE_PORT), '127.0.0.1')
    .unref()
}
