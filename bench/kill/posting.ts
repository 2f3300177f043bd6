import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'

/** What a sender was promised: its own id, and the capture id of the 2xx. */
export type Acknowledged = Map<string, string>

export type Posting = {
  readonly acknowledged: Acknowledged
  /** Resolves once `count` more than now are acknowledged, or rejects after 60 s. */
  more(count: number): Promise<void>
  /** Each sender finishes its request; resolves when all did. */
  stop(): Promise<void>
}

/** Connections that post one webhook after the other, each with an id of its own in path and body, and go on after errors. */
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

/** The capture id, once the head of a 2xx has come; null for any other outcome. */
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
