/** The state of one rate limit, as reported to callers. Times in seconds. */
export type RateState = { name: string; count: number; windowSeconds: number; remaining: number; resetSeconds: number }

/** `RateLimit-Policy` and `RateLimit`, structured fields of draft-ietf-httpapi-ratelimit-headers-10. */
export function rateLimitHeaders({ name, count, windowSeconds, remaining, resetSeconds }: RateState): Record<string, string> {
  return {
    'ratelimit-policy': `"${name}";q=${count};w=${windowSeconds}`,
    ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  }
}
