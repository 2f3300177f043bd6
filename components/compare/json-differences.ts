import { type AlignedItem, alignItems } from './align-items'
import { type Difference, difference } from './differences'
import { type JsonNode, nodeText } from './json-tree'

/** The differences of two JSON documents by path (`$.items[1].price`). An added or removed item does not make the items after it differ. */
export function jsonDifferences(before: JsonNode, after: JsonNode): Difference[] {
  const found: Difference[] = []
  compareNodes('$', before, after, found)
  return found
}

function compareNodes(path: string, before: JsonNode, after: JsonNode, found: Difference[]): void {
  if (before.kind === 'object' && after.kind === 'object') {
    for (const step of new Set([...before.members.keys(), ...after.members.keys()]))
      compareMaybe(path + step, before.members.get(step), after.members.get(step), found)
  } else if (before.kind === 'array' && after.kind === 'array') compareItems(path, before.items, after.items, found)
  else {
    const [old, now] = [nodeText(before), nodeText(after)]
    if (old !== now) found.push(difference(path, shownText(before), shownText(after)))
  }
}

function compareMaybe(path: string, before: JsonNode | undefined, after: JsonNode | undefined, found: Difference[]): void {
  if (before && after) compareNodes(path, before, after, found)
  else
    listLeaves(path, (before ?? after)!, (text, place) =>
      found.push(difference(place, before ? text : null, before ? null : text)),
    )
}

/** Paths use the index in the later list, or in the earlier one if the item was removed. */
function compareItems(path: string, before: readonly JsonNode[], after: readonly JsonNode[], found: Difference[]): void {
  const aligned = alignItems(before, after)
  for (const { before: old, after: now } of inPlace(aligned))
    compareMaybe(`${path}[${now ?? old}]`, old === null ? undefined : before[old], now === null ? undefined : after[now], found)
  const order = aligned.flatMap((pair) => (pair.before === null || pair.after === null ? [] : [pair.after]))
  if (order.some((index, i) => i > 0 && index < order[i - 1]!)) {
    const places = (of: readonly number[]) => of.map((index) => `[${index}]`).join(' ')
    found.push(difference(`${path} (order)`, places([...order].sort((a, b) => a - b)), places(order)))
  }
}

/** Sorted by the index shown. */
function inPlace(aligned: readonly AlignedItem[]): AlignedItem[] {
  return aligned.toSorted((one, other) => (one.after ?? one.before!) - (other.after ?? other.before!))
}

/** Lists all scalars, empty arrays and empty objects of a value that exists on one side only. */
function listLeaves(path: string, node: JsonNode, each: (text: string, place: string) => void): void {
  if (node.kind === 'object' && node.members.size > 0)
    for (const [step, member] of node.members) listLeaves(path + step, member, each)
  else if (node.kind === 'array' && node.items.length > 0)
    for (const [index, item] of node.items.entries()) listLeaves(`${path}[${index}]`, item, each)
  else each(shownText(node), path)
}

function shownText(node: JsonNode): string {
  if (node.kind === 'scalar') return node.text
  if (node.kind === 'array') return node.items.length === 0 ? '[]' : `[…] (${node.items.length})`
  return node.members.size === 0 ? '{}' : `{…} (${node.members.size})`
}
