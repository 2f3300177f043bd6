import { rotateKey } from '#lib/api/operations/rotate-key'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(rotateKey)
