/** Cursors of named readers of a bin: the seq of the last capture that each has processed. */
export interface CursorStore {
  /** null: never set, or deleted. */
  findCursor(binKey: number, name: string): Promise<number | null>
  /**
   * Nothing is set if the result is `beyond` (`seq` is above the bin's last seq), `full` (the name is new and the bin has `cursorsMax` cursors
   * already) or `gone` (the bin was deleted).
   */
  setCursor(binKey: number, name: string, seq: number, cursorsMax: number): Promise<'set' | 'beyond' | 'full' | 'gone'>
  /** False if there was no such cursor. */
  deleteCursor(binKey: number, name: string): Promise<boolean>
}
