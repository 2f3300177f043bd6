import { clearCaptures } from '#lib/api/operations/clear-captures'
import { listCaptures } from '#lib/api/operations/list-captures'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(clearCaptures, listCaptures)
