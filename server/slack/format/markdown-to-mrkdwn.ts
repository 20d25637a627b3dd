import { readMarkdown } from './read-markdown.ts'
import type { PersonNames } from './rich-document.ts'
import { writeMrkdwn } from './write-mrkdwn.ts'

/**
 * Atrium's message text as Slack's mrkdwn. Nothing in it acts: mentions are `@Name`, whatever a person typed is escaped,
 * and the only `<…>` are links to the web, mail and telephones.
 * @see https://docs.slack.dev/messaging/formatting-message-text/
 */
export function markdownToMrkdwn(text: string, names: PersonNames): string {
  return writeMrkdwn(readMarkdown(text), names)
}
