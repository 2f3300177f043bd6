import { getTimeline } from '#lib/api/operations/get-timeline'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(getTimeline)
