import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ContactId } from '@atrium/shared/ids.ts'
import type { NewContact } from '../../inbox/receive-batch.queries.ts'
import { createContacts, receiveBatch, type Opening, type ReceivedMessage } from '../../inbox/receive-batch.ts'
import { findProfiles } from './author.queries.ts'
import { insertConversationMessages, upsertProfiles, type NewProfile } from './batch-writes.queries.ts'
import { ingressActor } from './installation-scope.ts'
import { rememberLookup } from './lookups.ts'
import type { ConversationDraft } from './plan-batch.ts'
import { contactOf, profileOf, slackIdOf, standingOf, type Author } from './resolve-author.ts'
import { millisecondsOfTs } from './slack-ts.rules.ts'

/** Writes what was planned, with as many statements for all as for one. @throws when somebody else wrote some of it meanwhile */
export async function writeConversations(tx: Tx, drafts: readonly ConversationDraft[]): Promise<void> {
  const actor = drafts[0] && ingressActor(drafts[0].scope)
  if (!actor) return
  const authors = await authorsOf(tx, drafts)
  const added = [...authors.contacts.values()]
  await createContacts(
    tx,
    actor,
    added.map(({ contact }) => contact),
  )
  await upsertProfiles(
    tx,
    actor.organizationId,
    added.map(({ profile }) => profile),
  )
  await receiveBatch(tx, actor, {
    openings: drafts.flatMap((draft, index) => openingOf(draft, authors.of[index])),
    messages: drafts.flatMap((draft, index) => messageOf(draft, authors.of[index])),
  })
  const noted = drafts.map(({ scope, message, place, id, conversationId }) => ({
    installationId: scope.installationId,
    channelId: message.channelId,
    ts: message.ts,
    threadTs: message.threadTs,
    editedTs: message.editedTs,
    entityId: id,
    opensThread: place.kind === 'opens' ? place.rootTs : null,
    conversationId,
  }))
  await insertConversationMessages(tx, actor.organizationId, noted)
}

function openingOf({ place, conversationId, text, message }: ConversationDraft, author: Author | undefined): Opening[] {
  if (place.kind !== 'opens' || author?.kind !== 'contact') return []
  const { customerId, origin } = place
  const createdAtMs = millisecondsOfTs(message.ts)
  return [{ id: conversationId, customerId, contactId: author.contactId, origin, place: place.place, text, createdAtMs }]
}

function messageOf({ id, conversationId, text, message }: ConversationDraft, author: Author | undefined): ReceivedMessage[] {
  return author ? [{ id, conversationId, author, text, createdAtMs: millisecondsOfTs(message.ts) }] : []
}

interface Authors {
  /** In the order of the drafts. */
  of: Author[]
  /** Of whom nobody has heard before, by installation and Slack id. */
  contacts: Map<string, { contact: NewContact; profile: NewProfile }>
}

/** As `resolveAuthor` has it; only whoever is half known costs statements of their own, once. */
async function authorsOf(tx: Tx, drafts: readonly ConversationDraft[]): Promise<Authors> {
  const authors: Authors = { of: [], contacts: new Map() }
  const settled = new Map<string, ContactId>()
  for (const draft of drafts) {
    const { scope, message, place } = draft
    const standing = place.kind === 'conversation' ? await standingOf(tx, scope, message) : ({ kind: 'contact', asAgent: false } as const)
    if (standing.kind === 'member') {
      authors.of.push(standing)
      continue
    }
    const said = [scope.installationId, slackIdOf(message.author), message.author.name].join(' ')
    const contactId = settled.get(said) ?? (await contactFor(tx, draft, authors))
    settled.set(said, contactId)
    authors.of.push({ ...standing, contactId })
  }
  return authors
}

async function contactFor(tx: Tx, { scope, message, place }: ConversationDraft, { contacts }: Authors): Promise<ContactId> {
  const { author } = message
  const { customerId } = place
  const slackUserId = slackIdOf(author)
  const key = `${scope.installationId} ${slackUserId}`
  const added = contacts.get(key)
  const known = (await findProfiles(tx, scope, [slackUserId])).get(slackUserId)
  if (!added && (known?.contactId || known?.email)) return contactOf(tx, scope, { author, customerId })
  if (added && (added.profile.known || author.name === null)) return added.contact.id
  const contactId = added?.contact.id ?? newId<ContactId>(scope.nowMs)
  const learnt = { ...profileOf(scope, { author, slackUserId, known }), contactId }
  const now = new Date(scope.nowMs)
  const profile = { ...learnt, installationId: scope.installationId, knownAt: learnt.known ? now : null }
  const { name, avatarUrl } = profile
  const stranger = { id: contactId, customerId, name, avatarUrl, placeholder: !profile.known, createdAt: now }
  contacts.set(key, { contact: contactAfter(added?.contact, stranger), profile })
  rememberLookup(tx, scope, { kind: 'profile', keys: [slackUserId], found: new Map([[slackUserId, learnt]]) })
  return contactId
}

/** A name that is only a stand-in does not replace another. */
function contactAfter(before: NewContact | undefined, now: NewContact): NewContact {
  if (!before) return now
  const customerId = before.customerId ?? now.customerId
  return now.placeholder ? { ...before, customerId } : { ...now, customerId }
}
