import { importCaptures } from '#lib/api/operations/import-captures'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(importCaptures)
