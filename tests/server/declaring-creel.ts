import { createInterface } from 'node:readline'
import { applyBinsFile, readBinsFile } from '#lib/api/bins-file'
import { startCreel } from './start-creel'

// A separate process that applies the file of CREEL_BINS for each line on stdin, and prints the result.

const creel = await startCreel({ env: { DATABASE_URL: process.env.DATABASE_URL! } })
console.log('ready')
for await (const _ of createInterface(process.stdin)) {
  console.log(JSON.stringify(await applyBinsFile(creel.runtime, readBinsFile(process.env.CREEL_BINS!, process.env))))
}
await creel.close()
