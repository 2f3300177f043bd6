import { type Agent, request } from 'node:http'
import type { Webhook } from './webhooks'

/** Posts a webhook. Resolves with the status once the answer is complete, or with 0 if there was none. */
export function postWebhook(captureUrl: string, { path, headers, body }: Webhook, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } }
    const sent = request(captureUrl + path, options, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', () => resolve(0))
    })
    sent.on('error', () => resolve(0))
    sent.end(body)
  })
}
