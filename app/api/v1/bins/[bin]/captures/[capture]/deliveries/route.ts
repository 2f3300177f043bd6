import { listDeliveries } from '#lib/api/operations/list-deliveries'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(listDeliveries)
