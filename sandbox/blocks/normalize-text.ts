const CONTROL = /<(?:[@#!][^<>\n]+|(?:https?|mailto|tel|slack):[^<>\s]+(?:\|[^<>\n]*)?)>/g
const BARE_URL = /(^|[\s(])(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)])/g

const escape = (text: string): string =>
  text
    .replaceAll(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

/**
 * The text as Slack keeps it: stray `& < >` escaped, control sequences left alone, bare addresses made links.
 * So what comes back is not always what was sent.
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function normalizeText(text: string): string {
  let out = ''
  let at = 0
  for (const match of text.matchAll(CONTROL)) {
    out += linkify(escape(text.slice(at, match.index))) + match[0]
    at = match.index + match[0].length
  }
  return out + linkify(escape(text.slice(at)))
}

const linkify = (text: string): string => text.replaceAll(BARE_URL, '$1<$2>')
