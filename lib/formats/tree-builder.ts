import { grown } from './text-block'
import { NODE_KINDS, type NodeKind, type Tree, type TreeProblem, UNCLOSED } from './tree'

/** The tree ends after this many nodes, which take about 136 MB; the rest stays text. */
export const NODES_MAX = 4_000_000

/** Limit on nodes with notes, because posting notes to the page is slower than posting columns. */
const NOTES_MAX = 20_000

const KIND_INDEX = Object.fromEntries(NODE_KINDS.map((kind, index) => [kind, index])) as Record<NodeKind, number>

type Columns = Record<
  'keyStarts' | 'keyEnds' | 'starts' | 'ends' | 'parents' | 'nexts' | 'places' | 'childCounts',
  Uint32Array<ArrayBuffer>
>

/** Receives nodes in source order and fills the columns of a tree. The caller opens and closes containers in pairs. */
export class TreeBuilder {
  size = 0
  /** The charset of a form's percent escapes. */
  charset = 'utf-8'
  readonly notes = new Map<number, string>()
  readonly longBytes = new Map<number, Uint8Array>()
  private kinds = new Uint8Array(1024)
  private flags = new Uint8Array(1024)
  private readonly open: number[] = []
  private readonly columns: Columns

  constructor(private readonly nodesMax = NODES_MAX) {
    const column = () => new Uint32Array(1024)
    this.columns = {
      keyStarts: column(),
      keyEnds: column(),
      starts: column(),
      ends: column(),
      parents: column(),
      nexts: column(),
      places: column(),
      childCounts: column(),
    }
  }

  get depth(): number {
    return this.open.length
  }

  get full(): boolean {
    return this.size >= this.nodesMax
  }

  /** The innermost open container, or null. */
  get parent(): number | null {
    return this.open.at(-1) ?? null
  }

  isOpen(kind: NodeKind): boolean {
    const parent = this.parent
    return parent !== null && this.kinds[parent] === KIND_INDEX[kind]
  }

  leaf(kind: NodeKind, start: number, end: number, keyStart = 0, keyEnd = 0): number {
    const node = this.add(kind, start, keyStart, keyEnd)
    this.columns.ends[node] = end
    this.columns.nexts[node] = node + 1
    return node
  }

  begin(kind: NodeKind, start: number, keyStart = 0, keyEnd = 0): number {
    const node = this.add(kind, start, keyStart, keyEnd)
    this.open.push(node)
    return node
  }

  close(end: number, flags = 0): void {
    const node = this.open.pop()!
    this.columns.ends[node] = end
    this.columns.nexts[node] = this.size
    this.flags[node]! |= flags
  }

  /** The source broke off: closes the open containers here. */
  closeDownTo(depth: number, end: number): void {
    while (this.open.length > depth) this.close(end, UNCLOSED)
  }

  flag(node: number, flag: number): void {
    this.flags[node]! |= flag
  }

  finish(text: string, problem: TreeProblem | null = null): Tree {
    const { size, notes, longBytes } = this
    const cut = (column: Uint32Array<ArrayBuffer>) => column.slice(0, size)
    const { keyStarts, keyEnds, starts, ends, parents, nexts, places, childCounts } = this.columns
    return {
      text,
      size,
      charset: this.charset,
      kinds: this.kinds.slice(0, size),
      flags: this.flags.slice(0, size),
      keyStarts: cut(keyStarts),
      keyEnds: cut(keyEnds),
      starts: cut(starts),
      ends: cut(ends),
      parents: cut(parents),
      nexts: cut(nexts),
      places: cut(places),
      childCounts: cut(childCounts),
      notes: notes.size <= NOTES_MAX ? notes : new Map([...notes].slice(0, NOTES_MAX)),
      longBytes,
      problem,
    }
  }

  private add(kind: NodeKind, start: number, keyStart: number, keyEnd: number): number {
    const node = this.size++
    if (node === this.kinds.length) this.grow()
    const parent = this.parent
    const { columns } = this
    this.kinds[node] = KIND_INDEX[kind]
    columns.starts[node] = start
    columns.keyStarts[node] = keyStart
    columns.keyEnds[node] = keyEnd
    columns.parents[node] = parent ?? 0
    if (parent !== null) columns.places[node] = columns.childCounts[parent]!++
    return node
  }

  private grow(): void {
    const wider = (column: Uint8Array<ArrayBuffer>) => {
      const larger = new Uint8Array(column.length * 2)
      larger.set(column)
      return larger
    }
    this.kinds = wider(this.kinds)
    this.flags = wider(this.flags)
    for (const name of Object.keys(this.columns) as (keyof Columns)[]) this.columns[name] = grown(this.columns[name])
  }
}
