import { slackMessageToMarkdown, type SlackMessageContent } from './message-content.ts'

const NOBODY = { personOfSlackUser: () => undefined, nameOfChannel: () => undefined }

/**
 * What a message shows, in a form that can be compared: of what we posted and of what Slack tells of it it is the same text,
 * whatever Slack has done to the wording of its blocks on the way.
 */
export function shownTextOf({ text, blocks }: { text: string; blocks?: readonly unknown[] | null | undefined }): string {
  const content: SlackMessageContent = blocks ? { text, blocks } : { text }
  return slackMessageToMarkdown(content, NOBODY)
}
