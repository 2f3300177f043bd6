/** Who waits goes on when it is opened next. */
export type Gate = { wait(): Promise<void>; open(): void }

export function createGate(): Gate {
  let waiting: { promise: Promise<void>; resolve: () => void } | null = null
  return {
    wait() {
      if (!waiting) {
        let resolve = () => {}
        waiting = { promise: new Promise<void>((done) => (resolve = done)), resolve: () => resolve() }
      }
      return waiting.promise
    },
    open() {
      waiting?.resolve()
      waiting = null
    },
  }
}
