/** The user's settings of the timeline. */
export type TimelinePreferences = { shown: boolean; metric: Metric; colourBy: ColourBy }
export type Metric = (typeof METRICS)[number]
export type ColourBy = (typeof COLOUR_BY)[number]

const METRICS = ['arrivals', 'sizes', 'lag'] as const
export const COLOUR_BY = ['method', 'provider', 'verdict'] as const

/** Stored in a cookie, so that the server knows whether to reserve room and nothing shifts. */
export const TIMELINE_COOKIE = 'creel_timeline'

/** The settings from the cookie, or the defaults if it is missing or invalid. */
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
