import type { Db } from '@atrium/db/connect.ts'
import { slackMessageToMarkdown } from '../format/message-content.ts'
import type { InstallationScope } from './installation-scope.ts'
import { namesIn } from './slack-names.ts'
import type { SlackContent } from './slack-message.rules.ts'

/** What a message says, as Markdown. Never empty: some messages are nothing but an attachment. */
export async function textOf(db: Db, scope: InstallationScope, content: SlackContent): Promise<string> {
  const names = await namesIn(db, scope, content)
  const text = slackMessageToMarkdown(content, names)
  if (text) return text
  const attached = (content.attachments ?? []).map((attachment) => attachment.text || attachment.fallback || '').filter(Boolean)
  return slackMessageToMarkdown({ text: attached.join('\n\n') }, names) || '(a message without text)'
}
