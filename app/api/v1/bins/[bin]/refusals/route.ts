import { listRefusals } from '#lib/api/operations/list-refusals'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(listRefusals)
