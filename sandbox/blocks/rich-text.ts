import type { Json } from '../world/types.ts'

const TOKEN =
  /<(@|#|!)([^<>|]+)(?:\|[^<>]*)?>|<([^<>|\s]+)(?:\|([^<>]*))?>|:([a-z0-9_+'-]+):|```([\s\S]+?)```|`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?!\w)|(?<!\w)_([^_\n]+)_(?!\w)|~([^~\n]+)~/g

const unescape = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const mention = (sigil: string, target: string): Json => {
  if (sigil === '@') return { type: 'user', user_id: target }
  if (sigil === '#') return { type: 'channel', channel_id: target }
  return { type: 'broadcast', range: target }
}

const styled = (text: string, style: string): Json => ({ type: 'text', text: unescape(text), style: { [style]: true } })

const element = (match: RegExpMatchArray): Json => {
  const [, sigil, target, url, label, emoji, , code, bold, italic, strike] = match
  if (sigil && target) return mention(sigil, target)
  if (url) return { type: 'link', url, ...(label ? { text: unescape(label) } : {}) }
  if (emoji) return { type: 'emoji', name: emoji }
  if (bold) return styled(bold, 'bold')
  if (italic) return styled(italic, 'italic')
  if (strike) return styled(strike, 'strike')
  return styled(code ?? '', 'code')
}

const plain = (text: string): Json => ({ type: 'text', text: unescape(text) })

const section = (elements: Json[]): Json => ({ type: 'rich_text_section', elements })

const preformatted = (code: string): Json => ({ type: 'rich_text_preformatted', elements: [plain(code.replaceAll(/^\n|\n$/g, ''))] })

/** The block that Slack's own clients attach to whatever a person types. @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function richTextOf(text: string, blockId: string): Json[] {
  const parts: Json[] = []
  let elements: Json[] = []
  let at = 0
  const closeSection = () => {
    if (elements.length > 0) parts.push(section(elements))
    elements = []
  }
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) elements.push(plain(text.slice(at, match.index)))
    at = match.index + match[0].length
    const code = match[6]
    if (code === undefined) elements.push(element(match))
    else {
      closeSection()
      parts.push(preformatted(code))
      // The line that ends with the code is no empty line after it.
      if (text[at] === '\n') at += 1
    }
  }
  if (at < text.length) elements.push(plain(text.slice(at)))
  closeSection()
  return [{ type: 'rich_text', block_id: blockId, elements: parts.length > 0 ? parts : [section([])] }]
}
