import type { ListBlock, RichBlock } from './rich-document.ts'

/** An item with its place: Slack writes lists flat, with an indentation for each item. */
export interface FlatItem {
  readonly indent: number
  /** undefined: a bullet. */
  readonly number: number | undefined
  readonly blocks: readonly RichBlock[]
}

interface GrowingList {
  readonly isOrdered: boolean
  readonly start: number
  readonly items: (readonly RichBlock[])[]
}

const deepestLevel = 8

/** Nests flat items by their indentation. A bullet after a number, or a number out of order, begins another list. */
export function nestListItems(items: readonly FlatItem[], level = 0): ListBlock[] {
  const lists: GrowingList[] = []
  const [top] = items
  let index = 0
  for (let item = items[index]; item && top; item = items[index]) {
    let end = index + 1
    while (level < deepestLevel && (items[end]?.indent ?? 0) > top.indent) end += 1
    const blocks = [...item.blocks, ...nestListItems(items.slice(index + 1, end), level + 1)]
    const last = lists.at(-1)
    if (last && continues(last, item)) last.items.push(blocks)
    else lists.push({ isOrdered: item.number !== undefined, start: item.number ?? 1, items: [blocks] })
    index = end
  }
  return lists.map((list) => ({ type: 'list', isApart: false, ...list }))
}

function continues(list: GrowingList, item: FlatItem): boolean {
  if (item.number === undefined) return !list.isOrdered
  return list.isOrdered && item.number === list.start + list.items.length
}
