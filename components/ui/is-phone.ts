/** Below this width the list and the detail take turns; the `md:` classes change at the same one. */
export function isPhone(): boolean {
  return window.matchMedia('(width < 48rem)').matches
}
