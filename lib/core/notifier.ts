/** `wait` resolves at the next `notify`. A `notify` before the call has no effect on it. */
export type Notifier = { wait(): Promise<void>; notify(): void }

export function createNotifier(): Notifier {
  let waiting: { promise: Promise<void>; resolve: () => void } | null = null
  return {
    wait() {
      if (!waiting) {
        let resolve = () => {}
        waiting = { promise: new Promise<void>((done) => (resolve = done)), resolve: () => resolve() }
      }
      return waiting.promise
    },
    notify() {
      waiting?.resolve()
      waiting = null
    },
  }
}
