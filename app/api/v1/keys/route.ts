import { createKey } from '#lib/api/operations/create-key'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(createKey)
