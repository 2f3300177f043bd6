import { deleteBin as remove } from '#lib/services/delete-bin'
import { defineOperation } from '../operation'

export const deleteBin = defineOperation({
  id: 'deleteBin',
  method: 'DELETE',
  path: '/api/v1/bins/{bin}',
  summary: 'Delete a bin',
  description: 'Its captures and deliveries go with it, pinned ones too.',
  access: 'owner',
  params: ['bin'],
  answer: { status: 204, description: 'The bin is gone.' },
  async run(rt, { params }, { actor }) {
    await remove(rt, actor, params.bin)
    return { data: undefined }
  },
})
