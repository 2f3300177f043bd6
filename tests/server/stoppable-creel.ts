import { stopOnSignals } from '#lib/server/shutdown'
import { startCreel } from './start-creel'

// A separate process that is stopped by signals. shutdown.test.ts starts it and reads its first line.

const creel = await startCreel({
  env: Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(?:CREEL_|DATABASE_URL$)/.test(name))) as Record<
    string,
    string
  >,
  fallback: (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write(': never ends\n\n')
  },
})
const bin = await creel.createBin({
  response: { status: 200, headers: [], body: null, delayMs: Number(process.env.DELAY_MS ?? 0) },
})
stopOnSignals({ front: creel.front, closeSockets: async () => {}, closeRest: creel.close }, creel.runtime.log)
console.log(JSON.stringify({ port: creel.port, binId: bin.id }))
