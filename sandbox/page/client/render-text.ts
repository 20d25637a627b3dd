import { h, safeHref } from './dom.ts'
import { emojiOf } from './emoji.ts'

export type Names = Record<string, string>

const TOKEN =
  /<([@#!])([^<>|]+)(?:\|([^<>]*))?>|<([^<>|\s]+)(?:\|([^<>]*))?>|:([a-z0-9_+'-]+):|```([\s\S]+?)```|`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?!\w)|(?<!\w)_([^_\n]+)_(?!\w)|~([^~\n]+)~/g

const unescape = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const mention = (sigil: string, target: string, names: Names): Node => {
  if (sigil === '@') return h('span', { class: 'mention' }, `@${names[target] ?? target}`)
  if (sigil === '#') return h('span', { class: 'mention' }, `#${names[target] ?? target}`)
  return h('span', { class: 'mention' }, `@${target.replace(/^subteam\^/, '').replace(/\^.*$/, '')}`)
}

export const linkTo = (url: string, label: string): Node => {
  const href = safeHref(unescape(url))
  return href ? h('a', { href, target: '_blank', rel: 'noreferrer' }, unescape(label)) : document.createTextNode(unescape(label))
}

const inline = (match: RegExpMatchArray, names: Names): Node => {
  const [, sigil, target, label, url, urlLabel, emoji, block, code, bold, italic, strike] = match
  if (sigil && target)
    return sigil === '!' && label && target.startsWith('date') ? document.createTextNode(label) : mention(sigil, target, names)
  if (url) return linkTo(url, urlLabel ?? url.replace(/^mailto:/, ''))
  if (emoji) return document.createTextNode(emojiOf(emoji))
  if (block) return h('pre', {}, unescape(block.replace(/^\n/, '')))
  if (code) return h('code', {}, unescape(code))
  if (bold) return h('strong', {}, ...renderInline(bold, names))
  if (italic) return h('em', {}, ...renderInline(italic, names))
  return h('s', {}, ...renderInline(strike ?? '', names))
}

function renderInline(text: string, names: Names): Node[] {
  const nodes: Node[] = []
  let at = 0
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) nodes.push(document.createTextNode(unescape(text.slice(at, match.index))))
    nodes.push(inline(match, names))
    at = match.index + match[0].length
  }
  if (at < text.length) nodes.push(document.createTextNode(unescape(text.slice(at))))
  return nodes
}

/** Slack's markup as nodes. @see https://docs.slack.dev/messaging/formatting-message-text */
export function renderText(text: string, names: Names): Node[] {
  const parts = text.split(/((?:^&gt;.*(?:\n|$))+)/m)
  return parts
    .filter(Boolean)
    .map((part) =>
      part.startsWith('&gt;')
        ? h('blockquote', {}, ...renderInline(part.replaceAll(/^&gt; ?/gm, '').trimEnd(), names))
        : h('span', { class: 'text' }, ...renderInline(part, names)),
    )
}
