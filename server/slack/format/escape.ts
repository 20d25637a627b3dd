/** Invisible, and a word's edge: Slack acts on a mark beside a letter only when this stands between them. */
export const ZERO_WIDTH_SPACE = '\u{200b}'
/** Invisible, and part of a word: a `*` between two of these is a character and no mark. */
export const WORD_JOINER = '\u{2060}'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const characters: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/**
 * The three characters Slack reads as control sequences, as entities; nothing a person typed stays active after it.
 * @see https://docs.slack.dev/messaging/formatting-message-text/#escaping
 */
export function escapeMrkdwn(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character)
}

/** The reverse of `escapeMrkdwn`, one level deep: `&amp;lt;` is `&lt;`. */
export function unescapeMrkdwn(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => characters[entity] ?? entity)
}

/** Removes the invisible characters our writer puts around marks. */
export function withoutGuards(text: string): string {
  return text.replace(/[\u{200b}\u{2060}]/gu, '')
}

/** `@channel`, `@here` and `@everyone` with an invisible character inside, should a client ever link names by itself. */
export function disarmBroadcasts(text: string): string {
  return text.replace(/@(?=(?:channel|here|everyone)(?![\p{L}\p{N}]))/giu, `@${ZERO_WIDTH_SPACE}`)
}

/**
 * An address as it may stand between `<` and `|` or `>`. Only web, mail and telephone addresses become links: anything
 * else could begin with `@`, `#` or `!` and act.
 * @see https://docs.slack.dev/messaging/formatting-message-text/#linking-urls
 */
export function slackLinkTarget(url: string): string | undefined {
  if (!/^(?:https?:\/\/|mailto:|tel:)\S/i.test(url)) return undefined
  return url.replace(/[<>|\s\p{Cc}]/gu, encodeURIComponent).replaceAll('&', '&amp;')
}
