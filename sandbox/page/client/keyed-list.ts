export interface KeyedItem {
  key: string
  /** Everything that `render` shows: while it stays the same, so does the element. */
  state: string
  render(): HTMLElement
}

const rendered = new WeakMap<Element, KeyedItem>()

/** What the focus is on inside a part that is about to be drawn again: its name, else the part. */
const nameOf = (element: Element): string => (element as HTMLElement).dataset.focus ?? element.getAttribute('aria-label') ?? ''

/** Draws, and puts the focus back on what has the same name (`data-focus`, else `aria-label`) if drawing took it away. */
export function keepingFocus(part: HTMLElement, draw: () => void): void {
  const focused = document.activeElement
  const had = focused !== null && focused !== part && part.contains(focused)
  const name = had ? nameOf(focused) : ''
  const row = had ? focused.closest<HTMLElement>('[data-key]')?.dataset.key : undefined
  draw()
  if (!had || part.contains(focused)) return
  const within = [...part.querySelectorAll<HTMLElement>('[data-key]')].find((element) => element.dataset.key === row) ?? part
  const same = [...within.querySelectorAll<HTMLElement>('[data-focus], [aria-label]')].find((element) => nameOf(element) === name)
  ;(same ?? within).focus()
}

/** Draws only the items that changed, so that the focus, selections and what is half typed survive. */
export function showItems(list: HTMLElement, items: KeyedItem[]): void {
  keepingFocus(list, () => {
    const known = new Map<string, HTMLElement>()
    for (const child of [...list.children] as HTMLElement[]) {
      const item = rendered.get(child)
      if (item && items.some(({ key, state }) => key === item.key && state === item.state)) known.set(item.key, child)
      else child.remove()
    }
    let next = list.firstElementChild
    for (const item of items) {
      const element = known.get(item.key) ?? item.render()
      element.dataset.key = item.key
      rendered.set(element, item)
      if (element === next) next = next.nextElementSibling
      else list.insertBefore(element, next)
    }
  })
}
