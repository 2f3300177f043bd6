/** Where the focus is to return to from what is opened now: where it is, or, from within a menu, the button of the menu. */
export function focusOrigin(): HTMLElement | null {
  const active = document.activeElement
  const menu = active?.closest('[role="menu"]')
  const origin = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active
  return origin instanceof HTMLElement ? origin : null
}
