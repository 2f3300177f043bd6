import { Agent, request } from 'node:http'
import { WEBHOOK_HEADERS, webhookBody } from '../payload'

const HEADERS = Object.fromEntries(WEBHOOK_HEADERS)

/**
 * Posts `perSecond` webhooks per second, whether or not earlier ones were answered. The path of each is its scheduled time in
 * nanoseconds.
 * @returns how many were answered with 200
 */
export async function postPaced(
  captureUrl: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number> {
  const agent = new Agent({ keepAlive: true })
  const body = webhookBody(1500)
  const stepNs = BigInt(Math.round(1e9 / perSecond))
  const count = Math.round(perSecond * seconds)
  const answers: Promise<boolean>[] = []
  let due = process.hrtime.bigint()
  while (answers.length < count) {
    while (answers.length < count && process.hrtime.bigint() >= due) {
      answers.push(post(`${captureUrl}/${process.hrtime.bigint()}`, body, agent))
      due += stepNs
    }
    const waitMs = Number(due - process.hrtime.bigint()) / 1e6
    await new Promise((resolve) => (waitMs > 2 ? setTimeout(resolve, waitMs - 1) : setImmediate(resolve)))
  }
  const answered = await Promise.all(answers)
  agent.destroy()
  return answered.filter(Boolean).length
}

function post(url: string, body: Buffer, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { ...HEADERS, 'content-length': body.length }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode === 200))
    })
    sent.on('error', () => resolve(false))
    sent.end(body)
  })
}
