import { type Agent, request } from 'node:http'
import type { OwnBin } from '../creel/creel-api'

export type Answer = { satisfied: boolean; nextAfter: number }
export type Waiting = {
  /** null: the wait was abandoned. */
  answer: Promise<Answer | null>
  leave(): void
}

export function wait(origin: string, bin: OwnBin, query: string, agent: Agent): Waiting {
  const headers = { authorization: `Bearer ${bin.accessKey}` }
  const sent = request(`${origin}/api/v1/bins/${bin.id}/wait?${query}`, { agent, headers })
  let left = false
  const answer = new Promise<Answer | null>((resolve, reject) => {
    sent.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('error', () => resolve(null))
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text) as Answer)
        else reject(new Error(`A wait was answered ${response.statusCode}: ${text.slice(0, 300)}`))
      })
    })
    sent.on('error', (error) => (left ? resolve(null) : reject(error)))
  })
  sent.end()
  return {
    answer,
    leave() {
      left = true
      sent.destroy()
    },
  }
}
