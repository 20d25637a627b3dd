/**
 * ASCII punctuation that may begin, end or be a mark. `*` and `~` between spaces are none, nor is `_` inside a word,
 * unless the letter beside it is at the text's edge and may yet be written as a reference.
 */
const anywhere = /[\\`[\]]|(?<!\s)[*~]|[*~](?!\s)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<=^[\p{L}\p{N}])_|_(?=[\p{L}\p{N}]$)/gu
const entity = /&(?=#|[a-z0-9]+;)/gi
/** An address in angle brackets, HTML for those who read it, and what looks like a mention's token. */
const angle = /<(?!\s)/g
const group = /(?<!<)@(?=(?:all|here|room)(?![\p{L}\p{N}]))/giu
const lineStart = /^(#{1,6}(?=\s|$)|[-+](?=[\s-]|$)|\*(?=\s|$)|>|=|\||\d{1,9}(?=[.)](?:\s|$)))/

/**
 * Text as Markdown that is read as this text: no character of it becomes a mark, a link, a mention's token or, typed
 * again, a call to a group. For one line; `escapeLineStart` does what only matters at its beginning.
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(anywhere, String.raw`\$&`)
    .replace(entity, String.raw`\&`)
    .replace(angle, String.raw`\<`)
    .replace(group, String.raw`\@`)
}

/** An escaped line of which no beginning is a heading's, a quote's, a list's item's, a table's or a divider's. */
export function escapeLineStart(line: string): string {
  return line.replace(lineStart, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`))
}

/** A character that Markdown's rules for marks take for punctuation, and a person reads as itself. */
export function characterReference(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0xfffd).toString(16).toUpperCase()};`
}
