import { Agent, get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { OwnBin } from '../creel/creel-api'
import { type Waiting, wait } from './wait'

/** Keeps `count` waits open that nothing satisfies, each with its own filter. A wait that is answered is opened again. */
export async function holdWaits(origin: string, bin: OwnBin, count: number): Promise<{ stop(): void }> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  const open = new Map<number, Waiting>()
  let stopped = false
  async function go(i: number): Promise<void> {
    while (!stopped) {
      const waiting = wait(origin, bin, `q=${encodeURIComponent(`$.nothing==${i}`)}&timeout=55`, agent)
      open.set(i, waiting)
      const answer = await waiting.answer
      if (answer?.satisfied) throw new Error('A wait was satisfied by a capture that cannot match.')
    }
  }
  for (let i = 0; i < count; i += 1) {
    void go(i)
    if (i % 50 === 49) await pause(50)
  }
  await allAccepted(origin)
  await pause(1_000)
  return {
    stop() {
      stopped = true
      for (const { leave } of open.values()) leave()
      agent.destroy()
    },
  }
}

/** A server accepts connections in order, so once a new one is answered, all earlier ones are open. On a loaded machine that takes a while. */
function allAccepted(origin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${origin}/healthz`, { agent: false }, (response) => response.resume().on('end', resolve)).on('error', reject)
  })
}
