import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import type { ChangeKind, ChangePayloads, MessageRevision } from '@atrium/shared/realtime/change.ts'

/** What something in Slack can follow from. There is no kind for a note, and nothing that takes one. */
export type MirroredChange =
  | { kind: 'chat.messageChanged'; message: MessageView }
  /** Somebody did something in Atrium to a message that stood already, whoever wrote it and wherever. */
  | { kind: 'chat.messageRevised'; message: MessageView; revision: MessageRevision }
  | { kind: 'inbox.messageChanged'; message: ConversationMessageView }
  /** Whoever was helped is to be asked how it was. */
  | { kind: 'inbox.ratingWanted'; conversationId: ConversationId }

export const MIRRORED_KINDS = ['chat.messageChanged', 'inbox.messageChanged', 'inbox.ratingWanted'] as const satisfies ChangeKind[]

/** Whether something in Slack may follow from a change, as far as its envelope tells: what is said in a space's chat stays there. */
export function mayBeMirrored({ kind, audience }: { kind: string; audience: readonly string[] }): boolean {
  if (kind === 'inbox.messageChanged' || kind === 'inbox.ratingWanted') return true
  return kind === 'chat.messageChanged' && audience[0]?.startsWith('person:') === true
}

/** Null for a change that nothing follows from: what came from Slack, what is only shown anew, whatever is no message. */
export function mirroredChangeOf(change: { kind: string; payload: unknown }): MirroredChange | null {
  if (change.kind === 'chat.messageChanged') {
    const { message, revision } = change.payload as ChangePayloads['chat.messageChanged']
    if (revision) return { kind: 'chat.messageRevised', message, revision }
    return message.source === 'atrium' && isNew(message) ? { kind: change.kind, message } : null
  }
  if (change.kind === 'inbox.messageChanged') {
    const { message } = change.payload as { message: ConversationMessageView }
    return message.author.kind !== 'contact' && isNew(message) ? { kind: change.kind, message } : null
  }
  if (change.kind === 'inbox.ratingWanted') return { kind: change.kind, ...(change.payload as ChangePayloads['inbox.ratingWanted']) }
  return null
}

function isNew({ rev, bridge, deletedAt }: MessageView | ConversationMessageView): boolean {
  return rev === 1 && bridge === null && deletedAt === null
}

/** What is said or done in a mention chat. */
export type ChatChange = Extract<MirroredChange, { kind: `chat.${string}` }>

export function isOfChat(change: MirroredChange): change is ChatChange {
  return change.kind === 'chat.messageChanged' || change.kind === 'chat.messageRevised'
}
