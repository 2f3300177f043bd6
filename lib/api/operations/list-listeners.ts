import { z } from 'zod'
import { listListeners as list } from '#lib/services/listeners/list-listeners'
import { listenerAnswer } from '../answers'
import { defineOperation } from '../operation'

export const listListeners = defineOperation({
  id: 'listListeners',
  method: 'GET',
  path: '/api/v1/bins/{bin}/listeners',
  summary: 'List the listeners that are connected to a bin',
  description:
    'Programs that are connected with `GET …/events?listener=NAME` and send the captures on from another machine, as `creel listen` does. Several may ' +
    'have the same name. They are not stored.',
  access: 'owner',
  params: ['bin'],
  answer: { status: 200, description: 'Latest first.', schema: z.strictObject({ listeners: z.array(listenerAnswer) }) },
  async run(rt, { params }, { actor }) {
    const found = await list(rt, actor, params.bin)
    const listeners = found.map(({ name, answerMs, connectedAt }) => ({
      name,
      answerMs,
      connectedAt: new Date(connectedAt).toISOString(),
    }))
    return { data: { listeners } }
  },
})
