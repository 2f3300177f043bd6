import { AsyncLocalStorage } from 'node:async_hooks'

/** So that what Next runs after answering a page (`after()`) still finds its context. */
const REST_MS = 1_000

/** Counts the pages that are being rendered. A second after the last one, it disables the storages that they entered. */
export class PageContext {
  private readonly entered = new Set<AsyncLocalStorage<unknown>>()
  private rendering = 0
  private timer: NodeJS.Timeout | null = null

  /**
   * Before Node 24, an `AsyncLocalStorage` that was entered once slows down every promise of the process until it is disabled, and so each capture
   * by a seventh. Next enters several for each page. Call this before Next is imported, because Next uses the class on `globalThis` if there is
   * one (next/dist/server/node-environment-baseline.js).
   */
  install(): void {
    Object.assign(globalThis, { AsyncLocalStorage: notedStorage(this.entered) })
  }

  begin(): void {
    this.rendering += 1
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  end(): void {
    this.rendering -= 1
    if (this.rendering === 0) this.timer = setTimeout(() => this.leave(), REST_MS).unref()
  }

  private leave(): void {
    for (const storage of this.entered) storage.disable()
    this.entered.clear()
  }
}

/** An AsyncLocalStorage that adds itself to `entered` when it is entered. */
function notedStorage(entered: Set<AsyncLocalStorage<unknown>>) {
  return class NotedStorage<T> extends AsyncLocalStorage<T> {
    override run<R, A extends unknown[]>(store: T, callback: (...args: A) => R, ...args: A): R {
      entered.add(this)
      return super.run(store, callback, ...args)
    }

    override enterWith(store: T): void {
      entered.add(this)
      super.enterWith(store)
    }
  }
}
