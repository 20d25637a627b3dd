import { statement } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { mentionTokensOf } from '@atrium/shared/chat/message-text.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, ConversationId, InstallationId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import type { PersonNames } from '../format/rich-document.ts'
import type { LinkFacts } from './mirror.rules.ts'
import { PRESENT_SECONDS } from './mirror.queries.ts'

/** Where posts go out, or wait for a new token. One that was disconnected on purpose is none. */
export interface UsableInstallation {
  id: InstallationId
  /** The bot may post under other names and pictures. */
  mayCustomize: boolean
}
/** Where in Slack a conversation goes on: the thread it was opened in, or the one from which it was split. */
export interface ConversationThread {
  installationId: InstallationId
  channelId: string
  threadTs: string
  /** Whose direct message with our bot it is; null in a channel, or when we cannot tell. */
  directWith: string | null
}
/** What the ways of some messages to Slack depend on, read at once. */
export interface MirrorFacts extends PersonNames {
  organizationName: string
  installations: UsableInstallation[]
  /** The two people of a mention chat; null for any other channel. */
  peopleOf(channelId: ChannelId): [PersonId, PersonId] | null
  /** Of somebody in one of those chats. */
  linksOf(personId: PersonId): LinkFacts[]
  /** In a space now, and not away. */
  isActive(personId: PersonId): boolean
  threadOf(conversationId: ConversationId): ConversationThread | null
  avatarOf(memberId: string): string | null
}
export interface Mirrored {
  messages?: readonly MessageView[]
  replies?: readonly ConversationMessageView[]
  /** Conversations whose customers are asked something. */
  asked?: readonly ConversationId[]
}

interface FactRow {
  organizationName: string
  installations: UsableInstallation[]
  chats: { id: ChannelId; people: [PersonId, PersonId] }[]
  links: (LinkFacts & { personId: PersonId })[]
  active: PersonId[]
  people: { id: string; name: string; avatarUrl: string | null }[]
  threads: (ConversationThread & { conversationId: ConversationId })[]
}

/** `$1` the organization, `$2` channels, `$3` people called and replying, `$4` conversations, `$5` for how many seconds one counts as seen. */
const readAll = statement<{ facts: FactRow }>(
  'slack.mirror-facts',
  `
  with chat as (
    select id, person_low, person_high from channel
    where organization_id = $1 and id = any($2::uuid[]) and kind = 'mention' and person_low is not null and person_high is not null
  ), party as (
    select person_low as id from chat union select person_high from chat
  ), thread as (
    select distinct on (asked.id) asked.id as conversation_id, installation_id, channel_id, thread_ts
    from conversation asked join slack_thread on slack_thread.organization_id = $1 and conversation_id = coalesce(asked.split_from, asked.id)
    where asked.organization_id = $1 and asked.id = any($4::uuid[]) order by asked.id, slack_thread.created_at
  )
  select jsonb_build_object(
    'organizationName', (select name from organization where organization_id = $1),
    'installations', (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'mayCustomize', 'chat:write.customize' = any(scopes)) order by id), '[]')
      from slack_installation where organization_id = $1 and state in ('active', 'revoked')
    ),
    'chats', (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'people', jsonb_build_array(person_low, person_high))), '[]') from chat),
    'links', (
      select coalesce(jsonb_agg(jsonb_build_object('personId', member_id, 'installationId', installation_id, 'slackUserId', slack_user_id,
        'canPost', can_post, 'canShare', 'files:write' = any(scopes), 'preference', preference,
        'readingDelayMinutes', reading_delay_minutes) order by linked_at), '[]')
      from slack_link where organization_id = $1 and member_id in (select id from party)
    ),
    'active', (
      select coalesce(jsonb_agg(person_id), '[]') from presence
      where organization_id = $1 and person_id in (select id from party) and status <> 'away'
        and seen_at > now() - $5 * interval '1 second'
    ),
    'people', (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'avatarUrl', avatar_url)), '[]') from (
        select id, name, avatar_url from member where organization_id = $1 and id = any($3::uuid[])
        union all select id, name, null from visitor where organization_id = $1 and id = any($3::uuid[])
      ) person
    ),
    'threads', (
      select coalesce(jsonb_agg(jsonb_build_object('conversationId', conversation_id, 'installationId', installation_id,
        'channelId', channel_id, 'threadTs', thread_ts, 'directWith', case when channel_id like 'D%' then (
          select slack_profile.slack_user_id from conversation
          join slack_profile on slack_profile.organization_id = $1 and slack_profile.contact_id = conversation.contact_id
            and slack_profile.installation_id = thread.installation_id
          where conversation.organization_id = $1 and conversation.id = thread.conversation_id limit 1
        ) end)), '[]') from thread
    )
  ) as facts`,
)

export async function readFacts(
  tx: Tx,
  organizationId: OrganizationId,
  { messages = [], replies = [], asked = [] }: Mirrored,
): Promise<MirrorFacts> {
  const texts = [...messages, ...replies].map(({ text }) => text)
  const people = [...texts.flatMap((text) => mentionTokensOf(text).personIds), ...replies.map(({ author }) => author.id)]
  const [row] = await readAll(tx, [
    organizationId,
    [...new Set(messages.map(({ channelId }) => channelId))],
    [...new Set(people)],
    [...new Set([...replies.map(({ conversationId }) => conversationId), ...asked])],
    PRESENT_SECONDS,
  ])
  if (!row) throw new Error('the facts of a message were not read')
  return factsOf(row.facts)
}

function factsOf({ organizationName, installations, chats, links, active, people, threads }: FactRow): MirrorFacts {
  const chatOf = new Map(chats.map((chat) => [chat.id, chat.people]))
  const personOf = new Map(people.map((person) => [person.id, person]))
  const threadOf = new Map(threads.map(({ conversationId, ...thread }) => [conversationId, thread]))
  const linksOf = Map.groupBy(links, ({ personId }) => personId)
  const seen = new Set(active)
  return {
    organizationName,
    installations,
    peopleOf: (channelId) => chatOf.get(channelId) ?? null,
    linksOf: (personId) => linksOf.get(personId) ?? [],
    isActive: (personId) => seen.has(personId),
    nameOfPerson: (personId) => personOf.get(personId)?.name,
    threadOf: (conversationId) => threadOf.get(conversationId) ?? null,
    avatarOf: (memberId) => personOf.get(memberId)?.avatarUrl ?? null,
  }
}
