import { createShare } from '#lib/api/operations/create-share'
import { listShares } from '#lib/api/operations/list-shares'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(createShare, listShares)
