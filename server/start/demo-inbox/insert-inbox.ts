import { DEMO_ORGANIZATION } from '@atrium/db/demo/insert-demo.ts'
import { DEMO_PEOPLE, findDemoPerson } from '@atrium/db/demo/people.ts'
import { jsonb } from '@atrium/db/json.ts'
import type { JsonValue } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import {
  newId,
  type ContactId,
  type ConversationId,
  type ConversationMessageId,
  type MacroId,
  type RatingId,
  type SlaPolicyId,
  type TagId,
  type TeamId,
} from '@atrium/shared/ids.ts'
import type { SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import { previewOf, subjectOf } from '../../inbox/conversation.rules.ts'
import { worstStateOf } from '../../inbox/sla/sla.rules.ts'
import { AGENTS, CUSTOMERS, POLICIES, TAGS } from './cases.ts'
import { planHistory, type PastConversation } from './plan-history.rules.ts'

const organization_id = DEMO_ORGANIZATION

/**
 * How the demo's team works with its customers, and what became of six weeks of it: enough for reports to show something. All of it is closed;
 * what is open comes from Slack. One statement a table.
 */
export async function insertDemoInbox(tx: Tx, nowMs: number): Promise<void> {
  const policies = await insertPolicies(tx, nowMs)
  const tagIds = await insertTags(tx, nowMs)
  await insertTeam(tx, nowMs)
  await insertMacros(tx, { nowMs, tagIds })
  await tx.insertInto('inbox_settings').values({ organization_id, asks_for_rating: true }).execute()
  const contactIds = await insertContacts(tx, nowMs)
  const past = planHistory({ nowMs, policies }).map((conversation, index) => ({
    ...conversation,
    id: newId<ConversationId>(openedAtMs(conversation)),
    number: index + 1,
    contactId: contactIds.get(conversation.contact.email)!,
    agentId: findDemoPerson(conversation.agentKey)!.memberId,
    tagId: tagIds.get(conversation.tag)!,
  }))
  await tx.insertInto('conversation_counter').values({ organization_id, last: past.length }).execute()
  await tx.insertInto('conversation').values(past.map(conversationRow)).execute()
  await tx
    .insertInto('conversation_tag')
    .values(past.map(({ id, tagId }) => ({ organization_id, conversation_id: id, tag_id: tagId })))
    .execute()
  await tx.insertInto('conversation_message').values(past.flatMap(messageRows)).execute()
  await tx.insertInto('conversation_rating').values(past.flatMap(ratingRows)).execute()
}

type Inserted = PastConversation & {
  id: ConversationId
  number: number
  contactId: ContactId
  agentId: string
  tagId: TagId
}

const openedAtMs = ({ messages }: PastConversation) => messages[0]!.atMs

function conversationRow(past: Inserted) {
  const { messages, sla } = past
  const [first, last] = [messages[0]!, messages.at(-1)!]
  return {
    ...{ organization_id, id: past.id, number: past.number, customer_id: past.customer.id, contact_id: past.contactId },
    ...{ origin: 'channel', place: past.customer.place, subject: subjectOf(first.text), preview: previewOf(last.text) },
    ...{ status: 'closed', priority: past.priority, assignee_id: past.agentId, tag_ids: [past.tagId], waiting: last.by === 'contact' },
    ...{ sla: sla && jsonb(sla as unknown as JsonValue), sla_state: sla && worstStateOf(sla) },
    ...{ created_at: new Date(first.atMs), last_activity_at: new Date(last.atMs), closed_at: new Date(past.closedAtMs) },
    first_reply_at: dateOf(messages.find(({ by }) => by === 'agent')?.atMs),
  }
}

function messageRows({ id, contactId, agentId, messages }: Inserted) {
  return messages.map(({ by, atMs, text }) => ({
    ...{ organization_id, id: newId<ConversationMessageId>(atMs), conversation_id: id, text, created_at: new Date(atMs) },
    ...(by === 'agent' ? { author_kind: 'member', author_id: agentId } : { author_kind: 'contact', author_id: contactId }),
  }))
}

function ratingRows({ id, contactId, rating }: Inserted) {
  if (!rating) return []
  const { score, comment, atMs } = rating
  return [{ organization_id, id: newId<RatingId>(atMs), conversation_id: id, contact_id: contactId, score, comment, at: new Date(atMs) }]
}

const dateOf = (atMs: number | undefined) => (atMs === undefined ? null : new Date(atMs))

async function insertPolicies(tx: Tx, nowMs: number): Promise<SlaPolicyView[]> {
  const policies = POLICIES.map((policy) => ({ ...policy, id: newId<SlaPolicyId>(nowMs), rev: 1 }))
  const rows = policies.map(({ id, name, terms }) => ({ organization_id, id, name, terms: jsonb(terms as unknown as JsonValue) }))
  await tx.insertInto('sla_policy').values(rows).execute()
  return policies
}

async function insertTags(tx: Tx, nowMs: number): Promise<Map<string, TagId>> {
  const tagIds = new Map(TAGS.map((name) => [name as string, newId<TagId>(nowMs)]))
  await tx
    .insertInto('tag')
    .values([...tagIds].map(([name, id]) => ({ organization_id, id, name })))
    .execute()
  return tagIds
}

/** New conversations come to it; whoever wants one takes it. */
async function insertTeam(tx: Tx, nowMs: number): Promise<void> {
  const team_id = newId<TeamId>(nowMs)
  await tx.insertInto('team').values({ organization_id, id: team_id, name: 'Support', takes_new: true }).execute()
  const members = DEMO_PEOPLE.filter(({ key }) => AGENTS.some((agent) => agent.key === key))
  await tx
    .insertInto('team_member')
    .values(members.map(({ memberId }) => ({ organization_id, team_id, member_id: memberId })))
    .execute()
}

async function insertMacros(tx: Tx, { nowMs, tagIds }: { nowMs: number; tagIds: Map<string, TagId> }): Promise<void> {
  const macros = [
    {
      name: 'Ask for the steps',
      text: 'Thank you for telling us, {{contact.name}}. Could you write down the steps that lead there, and what you expected instead?',
      change: { status: 'pending', addTagIds: [tagIds.get('Bug')!] },
    },
    {
      name: 'Solved, thanks',
      text: 'Glad it works, {{contact.name}}! Write here whenever something comes up.',
      change: { status: 'closed' },
    },
  ]
  await tx
    .insertInto('macro')
    .values(macros.map(({ name, text, change }) => ({ organization_id, id: newId<MacroId>(nowMs), name, text, change: jsonb(change) })))
    .execute()
}

/** By their e-mail. */
async function insertContacts(tx: Tx, nowMs: number): Promise<Map<string, ContactId>> {
  const rows = CUSTOMERS.flatMap(({ id: customer_id, people }) =>
    people.map((person) => ({ organization_id, id: newId<ContactId>(nowMs), customer_id, ...person })),
  )
  await tx.insertInto('contact').values(rows).execute()
  return new Map(rows.map(({ email, id }) => [email, id]))
}
