import { captureBody } from '#lib/services/capture-body'
import { downloadName, safeContentType } from '../media-type'
import { defineOperation } from '../operation'

export const getCaptureBody = defineOperation({
  id: 'getCaptureBody',
  method: 'GET',
  path: '/api/v1/bins/{bin}/captures/{capture}/body',
  summary: "Download a capture's body",
  description:
    'The exact bytes, still compressed if they came compressed. `content-type` is the captured one if no browser executes it, ' +
    'otherwise `application/octet-stream`. `x-creel-truncated: true` if only the first bytes are stored: the body was over the limit, or the sender disconnected.',
  access: 'reader',
  params: ['bin', 'capture'],
  errors: ['redacted'],
  answer: { status: 200, description: 'The exact bytes.', contentType: 'application/octet-stream' },
  async run(rt, { params }, { actor }) {
    const { body, contentType, truncated } = await captureBody(rt, actor, params.bin, params.capture)
    return new Response(body as Uint8Array<ArrayBuffer>, {
      headers: {
        'content-type': safeContentType(contentType),
        'content-length': String(body.byteLength),
        'content-disposition': `attachment; filename="${downloadName(params.capture, contentType)}"`,
        'content-security-policy': 'sandbox',
        'cross-origin-resource-policy': 'same-origin',
        ...(truncated ? { 'x-creel-truncated': 'true' } : {}),
      },
    })
  },
})
