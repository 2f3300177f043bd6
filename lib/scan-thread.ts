import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { ScanVerbs } from '#lib/scan/scan'
import { failureOf, type Question, type ScanAnswer, type ScanRequest } from '#lib/scan/scan-messages'
import { countTimeline } from '#lib/services/count-timeline'
import { searchCaptures } from '#lib/services/search-captures'
import { openScanStore } from '#lib/store/open-scan-store'

// The thread behind lib/scan/create-scan.ts: its own connection to the database, which reads only.

setPriority(10) // of this thread alone, on Linux: where processors are short, captures go first

const store = openScanStore(workerData as string)
const verbs: ScanVerbs = {
  findCaptures: (wanted, signal) => searchCaptures(store, wanted, signal),
  countTimeline: (wanted, signal) => countTimeline(store, wanted, signal),
}
const running = new Map<number, AbortController>()

async function answer(id: number, { verb, wanted }: Question): Promise<ScanAnswer> {
  const stopping = new AbortController()
  running.set(id, stopping)
  try {
    return { id, result: await (verbs[verb] as Verb)(wanted, stopping.signal) }
  } catch (error) {
    return { id, failure: failureOf(error) }
  } finally {
    running.delete(id)
  }
}

type Verb = (wanted: Question['wanted'], signal: AbortSignal) => Promise<unknown>

parentPort!.on('message', async (request: ScanRequest) => {
  if ('stop' in request) running.get(request.stop)?.abort()
  else parentPort!.postMessage(await answer(request.id, request))
})
