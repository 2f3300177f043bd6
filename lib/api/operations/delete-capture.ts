import { deleteCapture as remove } from '#lib/services/delete-capture'
import { defineOperation } from '../operation'

export const deleteCapture = defineOperation({
  id: 'deleteCapture',
  method: 'DELETE',
  path: '/api/v1/bins/{bin}/captures/{capture}',
  summary: 'Delete a capture',
  access: 'owner',
  params: ['bin', 'capture'],
  answer: { status: 204, description: 'The capture and its deliveries were deleted.' },
  async run(rt, { params }, { actor }) {
    await remove(rt, actor, params.bin, params.capture)
    return { data: undefined }
  },
})
