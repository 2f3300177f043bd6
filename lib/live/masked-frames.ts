/** Caches masked live frames. All watchers get the same frame objects, so each is masked only once, however many share links watch. */
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
