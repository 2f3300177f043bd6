import { resendCapture } from '#lib/api/operations/resend-capture'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(resendCapture)
