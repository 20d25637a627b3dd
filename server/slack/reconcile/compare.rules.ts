import { isGone } from '../files/received-file.rules.ts'
import { readMessage, type SlackMessage } from '../ingress/slack-message.rules.ts'
import { isLaterTs } from '../ingress/slack-ts.rules.ts'

/** A message as a page of the history has it. */
export interface RawMessage {
  ts: string
  [field: string]: unknown
}

/** Consecutive messages. Everything after `after` and up to `upTo` (null: up to now) is among them, as Slack has it. */
export interface Page {
  messages: RawMessage[]
  after: string
  upTo: string | null
  /** Something older is there too, so that what is missing was not merely put away with everything of its age. */
  hasOlder: boolean
}

/** What we have of a message. */
export interface Held {
  ts: string
  /** Null at the top level. */
  threadTs: string | null
  arrived: boolean
  deleted: boolean
  editedTs: string | null
  /** Slack's ids of the files that came with it, or are shared by it, and are still ours. */
  fileIds: readonly string[]
}

/** `files`: some of a message's are gone, which is no edit to Slack. */
export type MessageFinding = { kind: 'message' | 'edit' | 'files'; raw: RawMessage } | { kind: 'delete'; ts: string }
export type Finding = MessageFinding | FoundReaction

/** A reaction that stands there, or does not stand there any more. */
export interface FoundReaction {
  kind: 'reaction'
  ts: string
  userId: string
  name: string
  present: boolean
  /** As of when. */
  seenTs: string
}

export interface Comparison {
  target: { channelId: string; /** Null: the top level. */ threadTs: string | null; sinceTs: string }
  page: Page
  /** By ts: of the page's messages, and of all of ours in what the page covers. */
  held: ReadonlyMap<string, Held>
  suspects: readonly string[]
  /** Deletes are not looked for after this. */
  through: string
}

/**
 * Where Slack and we differ, oldest first: what is missing here, what was edited since, what is gone. `missing` is of ours
 * and not in the page; it is gone once it was missing a second time, for a history may be read at a bad moment.
 */
export function compare({ target, page, held, suspects, through }: Comparison): { findings: MessageFinding[]; missing: string[] } {
  const sorted = page.messages.toSorted((one, other) => (isLaterTs(one.ts, other.ts) ? 1 : -1))
  const findings = sorted.flatMap((raw) => findingsOf(raw, target, held.get(raw.ts)))
  const there = new Set(sorted.map(({ ts }) => ts))
  const oldest = sorted[0]?.ts
  const absent = [...held.values()].filter(
    (one) => one.arrived && !one.deleted && one.threadTs === target.threadTs && !there.has(one.ts) && isCovered(one.ts, page, through),
  )
  const isCertain = ({ ts }: Held) => suspects.includes(ts) && (page.hasOlder || (oldest !== undefined && isLaterTs(ts, oldest)))
  const gone = absent.filter(isCertain).map(({ ts }): MessageFinding => ({ kind: 'delete', ts }))
  return { findings: [...findings, ...gone], missing: absent.filter((one) => !isCertain(one)).map(({ ts }) => ts) }
}

function isCovered(ts: string, { after, upTo }: Page, through: string): boolean {
  return isLaterTs(ts, after) && !isLaterTs(ts, through) && (upTo === null || !isLaterTs(ts, upTo))
}

function findingsOf(raw: RawMessage, target: Comparison['target'], known: Held | undefined): MessageFinding[] {
  if (!isLaterTs(raw.ts, target.sinceTs)) return []
  // A root that has replies is not deleted but replaced by a notice.
  if (raw.subtype === 'tombstone') return known && !known.deleted ? [{ kind: 'delete', ts: raw.ts }] : []
  const message = readMessage({ ...raw, channel: target.channelId })
  if (!message) return []
  const { editedTs } = message
  const isEdited = editedTs !== null && (!known?.editedTs || isLaterTs(editedTs, known.editedTs))
  if (known?.arrived) {
    if (known.deleted) return []
    return isEdited ? [{ kind: 'edit', raw }] : lacksFiles(message, known) ? [{ kind: 'files', raw }] : []
  }
  // As its two events would have told it, so that it shows as edited.
  return isEdited
    ? [
        { kind: 'message', raw: withoutEdit(raw) },
        { kind: 'edit', raw },
      ]
    : [{ kind: 'message', raw }]
}

function lacksFiles({ content }: SlackMessage, { fileIds }: Held): boolean {
  const standing = (content.files ?? []).filter((file) => !isGone(file)).map(({ id }) => id)
  return fileIds.some((id) => !standing.includes(id))
}

function withoutEdit(raw: RawMessage): RawMessage {
  const { edited: _edited, ...rest } = raw
  return rest as RawMessage
}

/** What a root tells of its thread. */
export interface ThreadNews {
  rootTs: string
  latestReply: string
  replies: number
}

export function threadsIn(messages: readonly RawMessage[]): ThreadNews[] {
  return messages.flatMap(({ ts, thread_ts, latest_reply, reply_count }): ThreadNews[] => {
    if (thread_ts !== ts || typeof latest_reply !== 'string' || typeof reply_count !== 'number' || reply_count === 0) return []
    return [{ rootTs: ts, latestReply: latest_reply, replies: reply_count }]
  })
}

/** Messages at the top level that show no replies. */
export function silentRootsIn(messages: readonly RawMessage[]): string[] {
  const telling = new Set(threadsIn(messages).map(({ rootTs }) => rootTs))
  return messages.flatMap(({ ts, thread_ts }) => (!telling.has(ts) && (thread_ts === undefined || thread_ts === ts) ? [ts] : []))
}

/** A root that shows no replies, though we have some, has lost the last of them. */
export function emptiedThreads(silent: readonly string[], held: ReadonlyMap<string, HeldReplies>): ThreadNews[] {
  return silent.flatMap((rootTs): ThreadNews[] => {
    const replies = held.get(rootTs)
    return replies ? [{ rootTs, latestReply: replies.latestReply, replies: 0 }] : []
  })
}

/** Those of a thread that we have. */
export type HeldReplies = Pick<ThreadNews, 'latestReply' | 'replies'>

/** Changes whenever the thread gets a reply or loses one. */
export function signatureOf({ latestReply, replies }: HeldReplies): string {
  return `${latestReply} ${replies}`
}
