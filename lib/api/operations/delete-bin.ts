import { deleteBin as remove } from '#lib/services/delete-bin'
import { defineOperation } from '../operation'

export const deleteBin = defineOperation({
  id: 'deleteBin',
  method: 'DELETE',
  path: '/api/v1/bins/{bin}',
  summary: 'Delete a bin',
  description: 'Also deletes its captures and deliveries, including pinned ones.',
  access: 'owner',
  params: ['bin'],
  answer: { status: 204, description: 'The bin was deleted.' },
  async run(rt, { params }, { actor }) {
    await remove(rt, actor, params.bin)
    return { data: undefined }
  },
})
