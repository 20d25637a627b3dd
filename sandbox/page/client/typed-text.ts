import type { Names } from './render-text.ts'

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const SPECIAL = /(^|\s)@(here|channel|everyone)\b/g

/** What a person types, as Slack's client sends it: `@Ada Lindqvist` and `#general` become references, the rest is escaped. */
export function typedText(text: string, names: Names): string {
  let result = escape(text).replaceAll(SPECIAL, '$1<!$2>')
  const byLength = Object.entries(names)
    .filter(([, name]) => name)
    .toSorted(([, a], [, b]) => b.length - a.length)
  for (const [id, name] of byLength) {
    const sigil = id.startsWith('U') ? '@' : '#'
    result = result.replaceAll(`${sigil}${escape(name)}`, `<${sigil}${id}>`)
  }
  return result
}

/** The other way round: a message as its author would have typed it, to be changed. */
export const editableText = (text: string, names: Names): string =>
  text
    .replaceAll(/<([@#])([^<>|]+)(?:\|[^<>]*)?>/g, (_, sigil: string, id: string) => `${sigil}${names[id] ?? id}`)
    .replaceAll(/<!([^<>|]+)(?:\|[^<>]*)?>/g, '@$1')
    .replaceAll(/<([^<>|]+)(?:\|[^<>]*)?>/g, (_, url: string) => url.replace(/^mailto:/, ''))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
