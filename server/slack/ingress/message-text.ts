import type { Db } from '@atrium/db/connect.ts'
import { slackMessageToMarkdown } from '../format/message-content.ts'
import { isGone } from '../files/received-file.rules.ts'
import type { InstallationScope } from './installation-scope.ts'
import { namesIn } from './slack-names.ts'
import type { SlackContent } from './slack-message.rules.ts'

/** What a message says, as Markdown. Never empty: some messages are nothing but an attachment, or a file, which is named. */
export async function textOf(db: Db, scope: InstallationScope, content: SlackContent): Promise<string> {
  return (await wordsOf(db, scope, content)) || '(a message without text)'
}

/** The same of a message whose files stand beside its text: it may be files alone. */
export async function textBesideFiles(db: Db, scope: InstallationScope, { files = [], ...content }: SlackContent): Promise<string> {
  const words = await wordsOf(db, scope, content)
  if (words || files.some((file) => !isGone(file))) return words
  return files.length > 0 ? '(a file that was deleted in Slack)' : '(a message without text)'
}

async function wordsOf(db: Db, scope: InstallationScope, content: SlackContent): Promise<string> {
  const names = await namesIn(db, scope, content)
  const text = slackMessageToMarkdown(content, names)
  if (text) return text
  const attached = (content.attachments ?? []).map((attachment) => attachment.text || attachment.fallback || '').filter(Boolean)
  return slackMessageToMarkdown({ text: attached.join('\n\n') }, names)
}
