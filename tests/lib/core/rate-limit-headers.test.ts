import { expect, test } from 'vitest'
import { rateLimitHeaders } from '#lib/core/rate-limit-headers'

test('states the policy and the remaining quota as structured fields', () => {
  expect(rateLimitHeaders({ name: 'bins', count: 1000, windowSeconds: 3600, remaining: 999, resetSeconds: 12 })).toEqual({
    'ratelimit-policy': '"bins";q=1000;w=3600',
    ratelimit: '"bins";r=999;t=12',
  })
})
