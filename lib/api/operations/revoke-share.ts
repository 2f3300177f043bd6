import { revokeShare as revoke } from '#lib/services/revoke-share'
import { defineOperation } from '../operation'

export const revokeShare = defineOperation({
  id: 'revokeShare',
  method: 'DELETE',
  path: '/api/v1/bins/{bin}/shares/{share}',
  summary: 'Revoke a share link',
  description: 'It is dead at once; streams that were opened through it end.',
  access: 'owner',
  params: ['bin', 'share'],
  answer: { status: 204, description: 'The link is dead.' },
  errors: ['share_not_found'],
  async run(rt, { params }, { actor }) {
    await revoke(rt, actor, params.bin, params.share)
    return { data: undefined }
  },
})
