import { deleteBin } from '#lib/api/operations/delete-bin'
import { getBin } from '#lib/api/operations/get-bin'
import { updateBin } from '#lib/api/operations/update-bin'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(deleteBin, getBin, updateBin)
