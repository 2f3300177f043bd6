/** What was masked of live frames. Every watcher gets the same objects, so each is masked once, however many watch through a link. */
export type MaskedFrames = {
  /** `mask(frame)`, computed at the first call. Always give the same `mask` for the same kind of frame. */
  of<T extends object>(frame: T, mask: (frame: T) => T): T
}

export function createMaskedFrames(): MaskedFrames {
  const masked = new WeakMap<object, object>()
  return {
    of<T extends object>(frame: T, mask: (frame: T) => T): T {
      const known = masked.get(frame) as T | undefined
      if (known) return known
      const made = mask(frame)
      masked.set(frame, made)
      return made
    },
  }
}
