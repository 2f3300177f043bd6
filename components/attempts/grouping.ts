/** Stored in a cookie, so that the server renders the list as it was left and nothing shifts. */
export const GROUPING_COOKIE = 'creel_retries'

/** Whether retries are folded under their newest attempt. Default: true. */
export function readGrouping(cookie: string | undefined): boolean {
  return cookie !== 'apart'
}

export function groupingCookie(grouped: boolean): string {
  return `${GROUPING_COOKIE}=${grouped ? 'grouped' : 'apart'}; Path=/; Max-Age=31536000; SameSite=Lax`
}
