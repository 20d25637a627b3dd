import { h } from './dom.ts'
import { emojiOf } from './emoji.ts'
import { linkTo, type Names } from './render-text.ts'

export type Json = Record<string, unknown>

const WRAPPERS = { bold: 'strong', italic: 'em', strike: 's', code: 'code' } as const

const styled = (node: Node, style: Json | undefined): Node => {
  let result = node
  for (const [name, tag] of Object.entries(WRAPPERS)) if (style?.[name]) result = h(tag, {}, result)
  return result
}

const leaf = (element: Json, names: Names): Node => {
  const text = String(element.text ?? '')
  switch (element.type) {
    case 'link':
      return linkTo(String(element.url), text || String(element.url))
    case 'emoji':
      return document.createTextNode(emojiOf(String(element.name)))
    case 'user':
      return h('span', { class: 'mention' }, `@${names[String(element.user_id)] ?? String(element.user_id)}`)
    case 'channel':
      return h('span', { class: 'mention' }, `#${names[String(element.channel_id)] ?? String(element.channel_id)}`)
    case 'broadcast':
      return h('span', { class: 'mention' }, `@${String(element.range)}`)
    default:
      return styled(document.createTextNode(text), element.style as Json | undefined)
  }
}

const section = (element: Json, names: Names): Node => {
  const children = (element.elements as Json[] | undefined) ?? []
  switch (element.type) {
    case 'rich_text_list':
      return h(element.style === 'ordered' ? 'ol' : 'ul', {}, ...children.map((item) => h('li', {}, section(item, names))))
    case 'rich_text_quote':
      return h('blockquote', {}, ...children.map((child) => leaf(child, names)))
    case 'rich_text_preformatted':
      return h('pre', {}, ...children.map((child) => leaf(child, names)))
    default:
      return h('span', { class: 'text' }, ...children.map((child) => leaf(child, names)))
  }
}

/** @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const renderRichText = (block: Json, names: Names): Node =>
  h('div', {}, ...((block.elements as Json[] | undefined) ?? []).map((element) => section(element, names)))
