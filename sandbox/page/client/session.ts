import type { PageChannel, PageSidebar, PageWorkspaces } from '../page-state.ts'
import { h } from './dom.ts'
import { readPlace } from './place.ts'
import type { Json } from './rich-text.ts'
import { act, type ActResult } from './sandbox-api.ts'

/** What the page knows at the moment: who acts, where, and what the sandbox said last. */
export const session = {
  place: readPlace(),
  workspaces: [] as PageWorkspaces,
  sidebar: undefined as PageSidebar | undefined,
  channel: undefined as PageChannel | undefined,
  /** The `ts` of the message that is being changed. */
  editing: '',
  /** Of a conversation with an app: what it shows. */
  tab: 'messages' as 'home' | 'messages',
  drafts: new Map<string, string>(),
}

const NOTICE_MS = 5_000

export const noticePart = h('p', { class: 'notice', role: 'status', hidden: true })
let hiding: ReturnType<typeof setTimeout> | undefined

export function notice(text: string): void {
  noticePart.textContent = text
  noticePart.hidden = false
  clearTimeout(hiding)
  hiding = setTimeout(() => (noticePart.hidden = true), NOTICE_MS)
}

const WORDS: Record<string, string> = {
  cant_update_message: 'Only its author can change this message.',
  dispatch_unknown_error: 'The app has no address for this: its manifest names no request URL.',
  operation_timeout: 'The app did not answer within three seconds.',
  invalid_arguments: 'Something in the fields is not as it must be.',
  not_in_channel: 'You are not in this channel. Act as one of its members, or have yourself added.',
}

/** A refusal for people: in words where there are some, with Slack's own name always. */
export const refusal = (error: string): string => (WORDS[error] ? `${WORDS[error]} (${error})` : `Slack says: ${error}`)

export function told(result: ActResult): ActResult {
  if (result.error) notice(refusal(result.error))
  return result
}

/** Does something as whoever acts, and says so when it was refused. */
export const doing = (name: string, input: Json): Promise<ActResult> => act(name, { user_id: session.place.userId, ...input }).then(told)
