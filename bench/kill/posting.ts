import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'

/** What senders were promised: the sender's own id → the capture id in the 2xx. */
export type Acknowledged = Map<string, string>

export type Posting = {
  readonly acknowledged: Acknowledged
  /** Resolves once `count` further webhooks are acknowledged; rejects after 60 s. */
  more(count: number): Promise<void>
  /** Lets each sender finish its request. Resolves when all have. */
  stop(): Promise<void>
}

/** Connections that post one webhook after another, each with a unique id in path and body, and continue after errors. */
export function startPosting(captureUrls: readonly string[], connections: number): Posting {
  const agent = new Agent({ keepAlive: true })
  const acknowledged: Acknowledged = new Map()
  let running = true

  async function sender(captureUrl: string): Promise<void> {
    while (running) {
      const id = randomUUID()
      const captureId = await postOne(captureUrl, id, agent)
      if (captureId === null) await new Promise((resolve) => setTimeout(resolve, 10))
      else acknowledged.set(id, captureId)
    }
  }
  const senders = Array.from({ length: connections }, (_, index) => sender(captureUrls[index % captureUrls.length]!))

  return {
    acknowledged,
    async more(count) {
      const enough = acknowledged.size + count
      const deadline = Date.now() + 60_000
      while (acknowledged.size < enough) {
        if (Date.now() > deadline)
          throw new Error('Captures are not acknowledged any more; the server did not recover within 60 s.')
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async stop() {
      running = false
      await Promise.all(senders)
      agent.destroy()
    },
  }
}

export function bodyOf(id: string): string {
  return JSON.stringify({ id, padding: id.repeat(30) })
}

/** The capture id once the head of a 2xx has arrived; null for any other outcome. */
export function postOne(captureUrl: string, id: string, agent: Agent): Promise<string | null> {
  return new Promise((resolve) => {
    const sent = request(`${captureUrl}/${id}`, { method: 'POST', agent, timeout: 30_000 }, (response) => {
      const promised = response.statusCode! < 300 ? String(response.headers['x-creel-capture']) : null
      response.on('error', () => resolve(promised))
      response.on('close', () => resolve(promised))
      response.resume()
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve(null))
    sent.end(bodyOf(id))
  })
}
