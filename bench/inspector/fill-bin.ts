import { Agent } from 'node:http'
import { postWebhook } from './post-webhook'
import { webhook } from './webhooks'

const CONNECTIONS = 32

/** Stores the first `count` webhooks of the mix over HTTP, approximately in order. @throws {Error} if one is not answered with 200 */
export async function fillBin(captureUrl: string, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  let next = 0
  async function sendSome(): Promise<void> {
    while (next < count) {
      const status = await postWebhook(captureUrl, webhook(next++), agent)
      if (status !== 200) throw new Error(`A webhook was answered with ${status}.`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, sendSome))
  agent.destroy()
}
