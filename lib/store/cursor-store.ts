/** Where named readers of a bin stopped: the seq of the last capture that they are through with. */
export interface CursorStore {
  /** null: never set, or deleted. */
  findCursor(binKey: number, name: string): Promise<number | null>
  /**
   * `beyond`: nothing was set, because the bin has not come so far. `full`: nor would there be room for one more name, of at most
   * `cursorsMax`. `gone`: the bin is.
   */
  setCursor(binKey: number, name: string, seq: number, cursorsMax: number): Promise<'set' | 'beyond' | 'full' | 'gone'>
  /** False where it was not set. */
  deleteCursor(binKey: number, name: string): Promise<boolean>
}
