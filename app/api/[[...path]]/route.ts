import { serve } from '#lib/api/serve'

// What no other route file answers: 404, as a problem document.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = serve()
