import { Agent, request } from 'node:http'
import { WEBHOOK_HEADERS, webhookBody } from '../payload'

export type SentWebhook = { body: string; deliveryId: string }

const CONNECTIONS = 64
const BODY = webhookBody(1_500).toString()

/** Stores `count` different webhooks of 1.5 KB and returns them in seq order. */
export async function fillBin(captureUrl: string, count: number): Promise<SentWebhook[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const bySeq: SentWebhook[] = []
  let next = 0
  async function sendSome(): Promise<void> {
    while (next < count) {
      const webhook = nth(next++)
      bySeq[(await post(captureUrl, webhook, agent)) - 1] = webhook
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, sendSome))
  agent.destroy()
  return bySeq
}

/** With quotes, line endings and multi-byte characters, as in real bodies. */
function nth(n: number): SentWebhook {
  const number = String(n).padStart(7, '0')
  const body = `${BODY.replace('"number":1347', `"number":${number},"title":"é 漢 \\"${number}\\"\\n"`).slice(0, -40)}"}}`
  return { body, deliveryId: `72d3162e-cc78-11e3-81ab-00000${number}` }
}

/** Posts one webhook and returns its seq. */
function post(captureUrl: string, { body, deliveryId }: SentWebhook, agent: Agent): Promise<number> {
  const headers = { ...Object.fromEntries(WEBHOOK_HEADERS), 'X-GitHub-Delivery': deliveryId }
  return new Promise((resolve, reject) => {
    const sent = request(captureUrl, { method: 'POST', agent, headers }, (response) => {
      const id = String(response.headers['x-creel-capture'])
      response.resume()
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Number(id.slice(id.lastIndexOf('_') + 1)))
        else reject(new Error(`A webhook was answered ${response.statusCode}.`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
