import { h, option, safeHref } from './dom.ts'
import { renderText, type Names } from './render-text.ts'
import { renderRichText, type Json } from './rich-text.ts'

export interface BlockContext {
  names: Names
  /** Somebody pressed or chose something. `value` only where there is a choice. */
  act(action: { action_id: string; block_id?: string; value?: string }): void
  /** Renders an input of a modal; messages have none. */
  input?(block: Json): Node
}

const textOf = (value: unknown): string => String((value as Json | undefined)?.text ?? '')

const composed = (value: unknown, names: Names): Node[] => {
  const text = value as Json | undefined
  if (!text) return []
  return text.type === 'mrkdwn' ? renderText(String(text.text), names) : [document.createTextNode(String(text.text))]
}

function button(element: Json, blockId: string, context: BlockContext): Node {
  const style = element.style === 'primary' ? 'primary' : element.style === 'danger' ? 'danger' : 'plain'
  const press = () => {
    const href = element.url ? safeHref(String(element.url)) : undefined
    if (href) window.open(href, '_blank', 'noreferrer')
    context.act({ action_id: String(element.action_id), block_id: blockId })
  }
  return h('button', { type: 'button', class: `block-button ${style}`, on: { click: press } }, textOf(element.text))
}

function select(element: Json, blockId: string, context: BlockContext): Node {
  const groups = (element.option_groups as { options: Json[] }[] | undefined) ?? []
  const options = [...((element.options as Json[] | undefined) ?? []), ...groups.flatMap((group) => group.options)]
  const people = element.type === 'users_select' ? Object.entries(context.names).filter(([id]) => id.startsWith('U')) : []
  const label = textOf(element.placeholder) || (element.type === 'overflow' ? 'More options' : 'Choose')
  const choose = (event: Event) => {
    const { value } = event.target as HTMLSelectElement
    if (value) context.act({ action_id: String(element.action_id), block_id: blockId, value })
  }
  return h(
    'select',
    { class: 'block-select', 'aria-label': label, on: { change: choose } },
    option('', element.type === 'overflow' ? '…' : label, true),
    ...options.map((item) => option(String(item.value), textOf(item.text))),
    ...people.map(([id, name]) => option(id, name)),
  )
}

/** One interactive element, or an image. */
export function renderElement(element: Json, blockId: string, context: BlockContext): Node {
  const type = String(element.type)
  if (type === 'button') return button(element, blockId, context)
  if (type === 'image') return h('img', { src: safeHref(String(element.image_url)), alt: element.alt_text, class: 'block-thumb' })
  if (/select$|^overflow$/.test(type)) return select(element, blockId, context)
  return h('span', { class: 'unsupported' }, `[${type}]`)
}

function section(block: Json, context: BlockContext): Node {
  const fields = (block.fields as Json[] | undefined) ?? []
  return h(
    'div',
    { class: 'block-section' },
    h(
      'div',
      {},
      ...composed(block.text, context.names),
      fields.length > 0 && h('div', { class: 'block-fields' }, ...fields.map((field) => h('div', {}, ...composed(field, context.names)))),
    ),
    block.accessory ? renderElement(block.accessory as Json, String(block.block_id), context) : null,
  )
}

function renderBlock(block: Json, context: BlockContext): Node {
  const elements = (block.elements as Json[] | undefined) ?? []
  switch (block.type) {
    case 'rich_text':
      return renderRichText(block, context.names)
    case 'section':
      return section(block, context)
    case 'header':
      return h('div', { class: 'block-header' }, textOf(block.text))
    case 'divider':
      return h('hr')
    case 'actions':
      return h('div', { class: 'block-actions' }, ...elements.map((element) => renderElement(element, String(block.block_id), context)))
    case 'context':
      return h(
        'div',
        { class: 'block-context' },
        ...elements.map((element) =>
          element.type === 'image' ? renderElement(element, '', context) : h('span', {}, ...composed(element, context.names)),
        ),
      )
    case 'image':
      return h('img', { src: safeHref(String(block.image_url)), alt: block.alt_text, class: 'block-image' })
    case 'markdown':
      return h('div', { class: 'text' }, String(block.text))
    case 'input':
      return context.input?.(block) ?? h('span', { class: 'unsupported' }, '[input]')
    default:
      return h('span', { class: 'unsupported' }, `[${String(block.type)}]`)
  }
}

/** @see https://docs.slack.dev/reference/block-kit/blocks */
export const renderBlocks = (blocks: Json[], context: BlockContext): Node =>
  h('div', { class: 'blocks' }, ...blocks.map((block) => renderBlock(block, context)))
