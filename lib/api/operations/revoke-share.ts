import { revokeShare as revoke } from '#lib/services/revoke-share'
import { defineOperation } from '../operation'

export const revokeShare = defineOperation({
  id: 'revokeShare',
  method: 'DELETE',
  path: '/api/v1/bins/{bin}/shares/{share}',
  summary: 'Revoke a share link',
  description: 'It stops working at once, and streams that were opened with it are closed.',
  access: 'owner',
  params: ['bin', 'share'],
  answer: { status: 204, description: 'The link was revoked.' },
  errors: ['share_not_found'],
  async run(rt, { params }, { actor }) {
    await revoke(rt, actor, params.bin, params.share)
    return { data: undefined }
  },
})
