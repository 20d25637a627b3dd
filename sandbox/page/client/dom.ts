type Child = Node | string | null | undefined | false

interface Attributes {
  class?: string
  on?: Partial<Record<keyof HTMLElementEventMap, (event: Event) => void>>
  [name: string]: unknown
}

/** Builds an element. Strings become text nodes, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  const { on, ...rest } = attributes
  for (const [name, value] of Object.entries(rest)) {
    if (value === true) element.setAttribute(name, '')
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(name, String(value))
  }
  for (const [name, listener] of Object.entries(on ?? {})) element.addEventListener(name, listener)
  element.append(...children.filter((child): child is Node | string => Boolean(child)))
  return element
}

/** An option of a select. */
export const option = (value: string, label: string, isSelected = false): HTMLOptionElement =>
  h('option', { value, selected: isSelected }, label)

/** Only addresses a browser may be sent to. */
export const safeHref = (url: string): string | undefined => (/^(https?:|mailto:|slack:)/i.test(url) ? url : undefined)
