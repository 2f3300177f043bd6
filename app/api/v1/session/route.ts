import { endSession } from '#lib/api/operations/end-session'
import { startSession } from '#lib/api/operations/start-session'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(startSession, endSession)
