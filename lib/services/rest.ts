/** The pause of a background worker between two looks for work. Another call can end it early. */
export type Rest = {
  /** Forgets earlier calls of `wake`. Call it before each look for work: a `wake` that comes after it ends the next pause at once. */
  begin(): void
  /** Resolves after this many milliseconds or with `wake`, whichever comes first. */
  pause(ms: number): Promise<void>
  wake(): void
}

export function createRest(): Rest {
  let isAwake = false
  let end = () => {}
  return {
    begin() {
      isAwake = false
    },
    async pause(ms) {
      if (isAwake) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms).unref()
        end = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
    wake() {
      isAwake = true
      end()
    },
  }
}
