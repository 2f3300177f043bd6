import { createBin } from '#lib/api/operations/create-bin'
import { listBins } from '#lib/api/operations/list-bins'
import { serve } from '#lib/api/serve'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve(createBin, listBins)
