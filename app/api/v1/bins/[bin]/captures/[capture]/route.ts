import { deleteCapture } from '#lib/api/operations/delete-capture'
import { getCapture } from '#lib/api/operations/get-capture'
import { updateCapture } from '#lib/api/operations/update-capture'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(deleteCapture, getCapture, updateCapture)
