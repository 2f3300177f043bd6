/**
 * Runs in the page before React does, as an inline script: it must not use anything from outside itself.
 *
 * Server-rendered fields and buttons are visible before their code has loaded. Until hydration, React ignores input, and a submit button
 * would reload the page. This script holds the last click and typed text, and passes both on after hydration. Every button and field of the
 * page must be rendered by React: a click on any other would be held and then dropped.
 */
export function replayEarlyInput(): void {
  const PATIENCE_MS = 10_000
  const STEP_MS = 50
  const typed = new Map<HTMLInputElement, string>()
  let pressed: (() => HTMLElement | undefined) | null = null
  let waitingUntil = 0

  // React stores its props on an element once it is hydrated. There is no public API for that.
  const isAlive = (element: Element) => Object.keys(element).some((key) => key.startsWith('__reactProps$'))
  const nameOf = (button: Element) => button.getAttribute('aria-label') ?? button.textContent

  function early<Name extends 'button' | 'input'>(event: Event, name: Name): HTMLElementTagNameMap[Name] | null {
    const element = event.target instanceof Element ? event.target.closest(name) : null
    return element && !isAlive(element) ? element : null
  }

  /** Finds the button, or its replacement if React has rendered that part of the page again. */
  function finderOf(button: HTMLElement): () => HTMLElement | undefined {
    const name = nameOf(button)
    const namesakes = () => [...document.querySelectorAll('button')].filter((each) => nameOf(each) === name)
    const place = namesakes().indexOf(button as HTMLButtonElement)
    return () => (button.isConnected ? button : namesakes()[place])
  }

  function wait(): void {
    if (waitingUntil === 0) setTimeout(handOver, STEP_MS)
    waitingUntil = performance.now() + PATIENCE_MS
  }

  function handOver(): void {
    for (const [field, text] of typed) {
      if (!isAlive(field) && field.isConnected) continue
      typed.delete(field)
      type(field, text)
    }
    const button = typed.size === 0 && pressed?.()
    if (button && isAlive(button)) {
      pressed = null
      button.click()
    }
    if ((pressed || typed.size > 0) && performance.now() < waitingUntil) {
      setTimeout(handOver, STEP_MS)
      return
    }
    waitingUntil = 0
    pressed = null
    typed.clear()
  }

  /** Sets the text as if it was typed now. React compares it with the text that it last set itself. */
  function type(field: HTMLInputElement, text: string): void {
    field.value = ''
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  document.addEventListener(
    'click',
    (event) => {
      const button = early(event, 'button')
      if (!button) return
      event.preventDefault()
      event.stopPropagation()
      pressed = finderOf(button)
      wait()
    },
    true,
  )
  document.addEventListener(
    'input',
    (event) => {
      const field = early(event, 'input')
      if (!field) return
      typed.set(field, field.value)
      wait()
    },
    true,
  )
}
