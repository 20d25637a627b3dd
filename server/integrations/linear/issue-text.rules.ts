import type { ConversationView } from '@atrium/shared/inbox/views.ts'

export interface IssueText {
  title: string
  /** Markdown. */
  description: string
  /** The link back, as it stands at the issue. */
  link: { title: string; subtitle: string; url: string }
}

const LONGEST_TITLE = 250

/** What the issue of a conversation says. No words of customers or notes go along: whoever may read them follows the link. */
export function issueTextOf(
  { id, number, subject, customer, contact, place }: Pick<ConversationView, 'id' | 'number' | 'subject' | 'customer' | 'contact' | 'place'>,
  publicUrl: string,
): IssueText {
  const url = `${publicUrl}/inbox/${id}`
  const from = [contact?.name, customer?.name, place].filter(Boolean).join(' · ')
  return {
    title: subject.slice(0, LONGEST_TITLE),
    description: `[Conversation #${number} in Atrium](${url})\n\nFrom: ${plain(from)}`,
    link: { title: `Conversation #${number}`, subtitle: from, url },
  }
}

/** A name is a name and no markup. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]()<>#!|~]/g, String.raw`\$&`)
}
