import { readMrkdwn } from './read-mrkdwn.ts'
import type { SlackNames } from './slack-entity.ts'
import { writeMarkdown } from './write-markdown.ts'

/**
 * Slack's mrkdwn as Atrium's message text. A linked person's mention becomes a token, `<!here>` and its like become
 * text that calls nobody, and what Slack shows as plain characters is escaped.
 * @see https://docs.slack.dev/messaging/formatting-message-text/
 */
export function mrkdwnToMarkdown(text: string, names: SlackNames): string {
  return writeMarkdown(readMrkdwn(text, names))
}
