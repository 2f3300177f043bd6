import { clearCaptures as clear } from '#lib/services/clear-captures'
import { defineOperation } from '../operation'

export const clearCaptures = defineOperation({
  id: 'clearCaptures',
  method: 'DELETE',
  path: '/api/v1/bins/{bin}/captures',
  summary: 'Empty a bin',
  description: 'Deletes all captures and their deliveries, including pinned ones. `seq` does not restart.',
  access: 'owner',
  params: ['bin'],
  answer: { status: 204, description: 'The bin is empty.' },
  async run(rt, { params }, { actor }) {
    await clear(rt, actor, params.bin)
    return { data: undefined }
  },
})
