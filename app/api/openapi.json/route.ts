import { describeApi } from '#lib/api/describe-api'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(describeApi)
