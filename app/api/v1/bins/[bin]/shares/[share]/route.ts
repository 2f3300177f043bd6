import { revokeShare } from '#lib/api/operations/revoke-share'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(revokeShare)
