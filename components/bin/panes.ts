/** Widths of the outer panes in CSS pixels; the middle one takes the rest. */
export type Panes = { list: number; resend: number }

/** Stored in a cookie, so that the server renders the page as it was left and nothing moves. */
export const PANES_COOKIE = 'creel_panes'

export const PANE_LIMITS = { list: { min: 280, max: 640, initial: 372 }, resend: { min: 340, max: 820, initial: 460 } } as const

export function clampPane(pane: keyof Panes, width: number): number {
  const { min, max } = PANE_LIMITS[pane]
  return Math.min(max, Math.max(min, Math.round(width)))
}

/** The widths from the cookie, or the initial widths if it holds nothing valid. */
export function readPanes(cookie: string | undefined): Panes {
  const match = /^(\d{1,4})\.(\d{1,4})$/.exec(cookie ?? '')
  return {
    list: match ? clampPane('list', Number(match[1])) : PANE_LIMITS.list.initial,
    resend: match ? clampPane('resend', Number(match[2])) : PANE_LIMITS.resend.initial,
  }
}

export function panesCookie({ list, resend }: Panes): string {
  return `${PANES_COOKIE}=${list}.${resend}; Path=/; Max-Age=31536000; SameSite=Lax`
}
