import { getCaptureBody } from '#lib/api/operations/get-capture-body'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(getCaptureBody)
