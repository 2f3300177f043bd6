/** How the timeline was left. */
export type TimelinePreferences = { shown: boolean; metric: Metric; colourBy: ColourBy }
export type Metric = (typeof METRICS)[number]
export type ColourBy = (typeof COLOUR_BY)[number]

const METRICS = ['arrivals', 'sizes', 'lag'] as const
export const COLOUR_BY = ['method', 'provider', 'verdict'] as const

/** Kept in a cookie, so that the server reserves its place or not and nothing moves. */
export const TIMELINE_COOKIE = 'creel_timeline'

/** What the cookie says, or the first choice where it says nothing that makes sense. */
export function readTimelinePreferences(cookie: string | undefined): TimelinePreferences {
  const [shown, metric, colourBy] = (cookie ?? '').split('.')
  return {
    shown: shown !== 'hidden',
    metric: METRICS.find((each) => each === metric) ?? 'arrivals',
    colourBy: COLOUR_BY.find((each) => each === colourBy) ?? 'method',
  }
}

export function timelineCookie({ shown, metric, colourBy }: TimelinePreferences): string {
  return `${TIMELINE_COOKIE}=${shown ? 'shown' : 'hidden'}.${metric}.${colourBy}; Path=/; Max-Age=31536000; SameSite=Lax`
}
