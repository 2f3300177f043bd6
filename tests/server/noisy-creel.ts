import { stopOnSignals } from '#lib/server/shutdown'
import { serveApi } from './serve-api'
import { startCreel } from './start-creel'

// A separate process that logs as much as possible, with REST behind the front server. log-secrets.test.ts reads every line.

const settings = Object.entries(process.env).filter(([name]) => /^(?:CREEL_|DATABASE_URL$)/.test(name))
const creel = await startCreel({
  env: Object.fromEntries(settings) as Record<string, string>,
  fallback: serveApi,
})
stopOnSignals({ front: creel.front, closeSockets: async () => {}, closeRest: creel.close }, creel.runtime.log)
console.log(JSON.stringify({ port: creel.port }))
