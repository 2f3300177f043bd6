import { watchBin } from '#lib/api/operations/watch-bin'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(watchBin)
