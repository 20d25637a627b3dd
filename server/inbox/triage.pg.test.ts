import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import {
  newId,
  type ClientMutationId,
  type ContactId,
  type ConversationId,
  type ConversationMessageId,
  type MemberId,
} from '@atrium/shared/ids.ts'
import type { TriageChange } from '@atrium/shared/inbox/triage.ts'
import { actorOf, aMember, anOrganization, testServices } from '../identity/testing/builders.ts'
import { createCallerFactory, type RequestContext } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { inboxRouter } from './inbox.router.ts'
import { receiveBatch } from './receive-batch.ts'
import { receiveContactMessage } from './receive-message.ts'
import { settleDue } from './settle-due.ts'
import { aContact, aConversation, aCustomer, aSystem } from './testing/builders.ts'
import { aPolicy, aTag, aTeam, setAvailability } from './testing/triage-builders.ts'

const database = useTestDatabase()
const MINUTE_MS = 60_000
const START_MS = Date.parse('2026-11-30T10:00:00Z')

/** An inbox at a time that the test moves; `settle` is the worker's turn. */
async function anInbox(atMs = START_MS) {
  const clock = { now: () => inbox.nowMs }
  const services = { ...testServices(database()), clock }
  const organizationId = await anOrganization(services)
  const ben = await aMember(services, organizationId, { name: 'Ben Okafor', role: 'admin' })
  const dana = await aMember(services, organizationId, { name: 'Dana Moreau' })
  const as = (member: typeof ben) => createCallerFactory(inboxRouter)({ services, actor: actorOf(member) } as unknown as RequestContext)
  const inbox = {
    ...{ nowMs: atMs, services, organizationId, ben, dana, as, api: as(ben) },
    async settle() {
      // Other tests' conversations may be due too.
      while ((await settleDue(services, inbox.nowMs)) > 0);
    },
    later(minutes: number) {
      inbox.nowMs += minutes * MINUTE_MS
    },
    conversation: (options: Parameters<typeof aConversation>[2] = {}) =>
      aConversation(services, organizationId, { createdAtMs: inbox.nowMs, ...options }).then(({ conversation }) => conversation),
    find: async (id: ConversationId) => (await inbox.api.getConversation({ conversationId: id })).conversation,
    writes: (conversationId: ConversationId, contactId: ContactId) =>
      commitInOrganization(services, organizationId, (tx) =>
        receiveContactMessage(tx, aSystem(organizationId), { conversationId, contactId, text: 'And now?', createdAtMs: inbox.nowMs }),
      ),
    changesOf: (id: string) =>
      inOrganization(services.db, organizationId, (tx) => tx.selectFrom('change').select('rev').where('entity_id', '=', id).execute()),
  }
  return inbox
}

it('[IN6] what is snoozed wakes at its time by itself, and before when the customer writes', async () => {
  const inbox = await anInbox()
  const [first, second] = [await inbox.conversation(), await inbox.conversation()]
  const until = inbox.nowMs + 60 * MINUTE_MS
  const ids = [first.id, second.id]
  await inbox.api.triageConversations({ conversationIds: ids, change: { status: 'snoozed', snoozedUntil: until } })
  expect(await inbox.find(first.id)).toMatchObject({ status: 'snoozed', snoozedUntil: until })
  inbox.later(59)
  await inbox.settle()
  await inbox.writes(second.id, second.contact?.id as ContactId)
  expect([await inbox.find(first.id), await inbox.find(second.id)]).toMatchObject([
    { status: 'snoozed', snoozedUntil: until },
    { status: 'open', snoozedUntil: null },
  ])
  inbox.later(1)
  await inbox.settle()
  const woken = await inbox.find(first.id)
  expect(woken).toMatchObject({ status: 'open', snoozedUntil: null })
  await inbox.settle()
  expect((await inbox.find(first.id)).rev).toBe(woken.rev)
})

it('[IN6] a snooze needs a time that is still to come, and nothing else has one', async () => {
  const inbox = await anInbox()
  const { id } = await inbox.conversation()
  const change = (given: object) => inbox.api.triageConversations({ conversationIds: [id], change: given })
  const tooLate = inbox.nowMs + 400 * 24 * 60 * MINUTE_MS
  for (const wrong of [
    { status: 'snoozed' },
    { status: 'snoozed', snoozedUntil: inbox.nowMs },
    { status: 'snoozed', snoozedUntil: tooLate },
    { status: 'open', snoozedUntil: inbox.nowMs + 1 },
    { snoozedUntil: inbox.nowMs + 1 },
  ])
    await expect(change(wrong), JSON.stringify(wrong)).rejects.toThrow('time')
  await expect(inbox.api.setStatus({ conversationId: id, status: 'snoozed' })).rejects.toThrow('time to wake')
})

it('[IN6, IN8] changes many at once or none, and undoing sets back only what still stands', async () => {
  const inbox = await anInbox()
  const tag = await aTag(inbox.services, inbox.organizationId)
  const team = await aTeam(inbox.services, inbox.organizationId)
  const ids = [(await inbox.conversation()).id, (await inbox.conversation()).id, (await inbox.conversation()).id]
  const change = {
    ...({ status: 'pending', priority: 'high' } as const),
    assigneeId: inbox.dana.id,
    teamId: team.id,
    addTagIds: [tag.id],
  } satisfies TriageChange
  await expect(inbox.api.triageConversations({ conversationIds: [...ids, newId<ConversationId>()], change })).rejects.toThrow()
  expect(await inbox.find(ids[0] as ConversationId)).toMatchObject({ status: 'open', rev: 1 })
  const { conversations, undo } = await inbox.api.triageConversations({ conversationIds: ids, change })
  for (const conversation of conversations)
    expect(conversation).toMatchObject({
      status: 'pending',
      priority: 'high',
      assigneeId: inbox.dana.id,
      teamId: team.id,
      tagIds: [tag.id],
    })
  await inbox.api.setPriority({ conversationId: ids[0] as ConversationId, priority: 'urgent' })
  await inbox.api.undoTriage({ steps: undo })
  const before = { status: 'open', assigneeId: null, teamId: null, tagIds: [] }
  expect([await inbox.find(ids[0] as ConversationId), await inbox.find(ids[1] as ConversationId)]).toMatchObject([
    { ...before, priority: 'urgent' },
    { ...before, priority: 'normal' },
  ])
  // Once more there is nothing to take back.
  const { rev } = await inbox.find(ids[1] as ConversationId)
  await inbox.api.undoTriage({ steps: undo })
  expect((await inbox.find(ids[1] as ConversationId)).rev).toBe(rev)
})

it('[IN6] a tag is made once however it is written, follows its new name, and is gone from the lookup when it is deleted', async () => {
  const inbox = await anInbox()
  const tag = await inbox.api.createTag({ name: ' Billing  question ' })
  expect(tag.name).toBe('Billing question')
  expect(await inbox.api.createTag({ name: 'BILLING QUESTION' })).toEqual(tag)
  const other = await inbox.api.createTag({ name: 'Bug' })
  await expect(inbox.api.renameTag({ tagId: other.id, name: 'billing question' })).rejects.toThrow('already')
  await inbox.api.deleteTag({ tagId: tag.id })
  expect((await inbox.api.listTriageChoices()).tags).toEqual([other])
  const { id } = await inbox.conversation()
  await expect(inbox.api.triageConversations({ conversationIds: [id], change: { addTagIds: [tag.id] } })).rejects.toThrow('tag')
})

it('[IN6] new conversations come to the one team that takes them, and by turns to who is available', async () => {
  const inbox = await anInbox()
  const { services, organizationId, ben, dana } = inbox
  const away = await aMember(services, organizationId, { name: 'Cy Tanaka' })
  const busy = await aMember(services, organizationId, { name: 'Eli Novak' })
  const first = await aTeam(services, organizationId, { takesNew: true })
  const memberIds = [ben.id, dana.id, away.id, busy.id]
  const second = await aTeam(services, organizationId, { takesNew: true, routing: 'round_robin', memberIds })
  const taking = (await inbox.api.listTriageChoices()).teams.filter(({ takesNew }) => takesNew)
  expect(taking.map((team) => team.id)).toEqual([second.id])
  const { id } = await inbox.conversation()
  await inbox.settle()
  expect(await inbox.find(id)).toMatchObject({ teamId: second.id, assigneeId: null })
  // Nobody was there; it is given out once somebody is.
  await setAvailability(services, organizationId, { memberId: dana.id, status: 'available' })
  await setAvailability(services, organizationId, { memberId: busy.id, status: 'busy' })
  await setAvailability(services, organizationId, { memberId: away.id, status: 'away' })
  inbox.later(1)
  await inbox.settle()
  expect(await inbox.find(id)).toMatchObject({ teamId: second.id, assigneeId: dana.id })
  // Who puts it into a team by hand has it given out at once.
  await setAvailability(services, organizationId, { memberId: ben.id, status: 'available' })
  const { id: other } = await inbox.conversation()
  await inbox.settle()
  expect((await inbox.find(other)).assigneeId).toBe(ben.id)
  const moved = await inbox.api.triageConversations({ conversationIds: [other], change: { teamId: first.id, assigneeId: null } })
  expect(moved.conversations[0]).toMatchObject({ teamId: first.id, assigneeId: null })
  const back = await inbox.api.triageConversations({ conversationIds: [other], change: { teamId: second.id } })
  expect(back.conversations[0]).toMatchObject({ assigneeId: ben.id })
})

it('[IN6] 1,000 conversations by turns are spread within one of each other, whatever each had before', async () => {
  const inbox = await anInbox()
  const { services, organizationId } = inbox
  const members: MemberId[] = []
  for (let number = 0; number < 7; number++) {
    const { id } = await aMember(services, organizationId)
    await setAvailability(services, organizationId, { memberId: id, status: 'available' })
    members.push(id)
  }
  await aTeam(services, organizationId, { takesNew: true, routing: 'round_robin', memberIds: members })
  const { id: contactId } = await aContact(services, organizationId)
  for (let batch = 0; batch < 5; batch++) {
    const opening = { customerId: null, contactId, origin: 'channel', place: '#support', text: 'Help', createdAtMs: inbox.nowMs } as const
    const openings = Array.from({ length: 200 }, () => ({ ...opening, id: newId<ConversationId>(inbox.nowMs) }))
    const author = { kind: 'contact', contactId } as const
    const messages = openings.map(({ id }) => ({
      id: newId<ConversationMessageId>(inbox.nowMs),
      conversationId: id,
      author,
      text: 'Help',
      createdAtMs: inbox.nowMs,
    }))
    await commitInOrganization(services, organizationId, (tx) => receiveBatch(tx, aSystem(organizationId), { openings, messages }))
  }
  // Two nodes at once.
  await Promise.all([inbox.settle(), inbox.settle()])
  const loads = await inOrganization(services.db, organizationId, (tx) =>
    tx
      .selectFrom('conversation')
      .select((query) => ['assignee_id', query.fn.countAll<number>().as('count')])
      .where('organization_id', '=', organizationId)
      .groupBy('assignee_id')
      .execute(),
  )
  const counts = loads.map(({ count }) => Number(count))
  expect(new Set(loads.map(({ assignee_id }) => assignee_id))).toEqual(new Set(members))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1_000)
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
})

it('[IN6] the clocks run from when the customer wrote, warn, breach and are met, and everybody is told of each once', async () => {
  const inbox = await anInbox()
  await aPolicy(inbox.services, inbox.organizationId, { nowMs: inbox.nowMs })
  const made = await inbox.conversation()
  expect(made.sla).toBeNull()
  inbox.later(1)
  await inbox.settle()
  const due = START_MS + 60 * MINUTE_MS
  const firstReplyOf = async () => (await inbox.find(made.id)).sla?.timers.firstReply
  expect(await firstReplyOf()).toMatchObject({ state: 'running', dueAt: due })
  inbox.later(48)
  await inbox.settle()
  expect((await firstReplyOf())?.state).toBe('running')
  inbox.later(1)
  await inbox.settle()
  expect((await firstReplyOf())?.state).toBe('warning')
  const { rev } = await inbox.find(made.id)
  await inbox.settle()
  inbox.later(10)
  await inbox.settle()
  expect(await inbox.find(made.id)).toMatchObject({ rev: rev + 1, sla: { state: 'breached' } })
  const text = 'At last.'
  await inbox.api.reply({ conversationId: made.id, clientId: newId<ClientMutationId>(), text })
  expect((await inbox.find(made.id)).sla).toMatchObject({ state: 'running', timers: { firstReply: { state: 'breached', ended: true } } })
  inbox.later(5)
  await inbox.writes(made.id, made.contact?.id as ContactId)
  expect((await inbox.find(made.id)).sla?.timers.nextReply).toMatchObject({ state: 'running', dueAt: inbox.nowMs + 120 * MINUTE_MS })
  await inbox.api.setStatus({ conversationId: made.id, status: 'closed' })
  expect((await inbox.find(made.id)).sla?.timers.resolution).toMatchObject({ state: 'met', ended: true })
})

it('[IN6] snoozed and pending stop the clocks, and what several messages at once do to them is the same', async () => {
  const inbox = await anInbox()
  await aPolicy(inbox.services, inbox.organizationId, { nowMs: inbox.nowMs })
  const made = await inbox.conversation()
  await inbox.settle()
  inbox.later(20)
  await inbox.api.setStatus({ conversationId: made.id, status: 'pending' })
  expect((await inbox.find(made.id)).sla?.timers.firstReply).toMatchObject({ state: 'paused', leftMs: 40 * MINUTE_MS })
  inbox.later(1_000)
  await inbox.settle()
  await inbox.api.setStatus({ conversationId: made.id, status: 'open' })
  expect((await inbox.find(made.id)).sla?.timers.firstReply).toMatchObject({ state: 'running', dueAt: inbox.nowMs + 40 * MINUTE_MS })
  const author = { kind: 'member', memberId: inbox.dana.id } as const
  const id = newId<ConversationMessageId>(inbox.nowMs)
  const message = { id, conversationId: made.id, author, text: 'Here.', createdAtMs: inbox.nowMs }
  const { services, organizationId } = inbox
  await commitInOrganization(services, organizationId, (tx) =>
    receiveBatch(tx, aSystem(organizationId), { openings: [], messages: [message] }),
  )
  expect((await inbox.find(made.id)).sla?.timers.firstReply).toMatchObject({ state: 'met', ended: true })
})

it('[IN6] the policy that fits best applies, also after the priority or the policies have changed', async () => {
  const inbox = await anInbox()
  const { services, organizationId } = inbox
  const customerId = await aCustomer(services, organizationId)
  const appliesTo = { customerIds: [], priorities: ['urgent' as const] }
  const made = await inbox.conversation({ customerId })
  await inbox.settle()
  expect((await inbox.find(made.id)).sla).toBeNull()
  const everybody = await aPolicy(services, organizationId, { nowMs: inbox.nowMs })
  const urgent = await aPolicy(services, organizationId, {
    nowMs: inbox.nowMs,
    terms: { appliesTo, targets: { firstReply: 15, nextReply: 15, resolution: null } },
  })
  await inbox.settle()
  expect((await inbox.find(made.id)).sla?.policyId).toBe(everybody.id)
  inbox.later(5)
  const { sla } = await inbox.api.setPriority({ conversationId: made.id, priority: 'urgent' })
  expect(sla).toMatchObject({ policyId: urgent.id, timers: { firstReply: { dueAt: inbox.nowMs + 10 * MINUTE_MS } } })
  expect(sla?.timers.resolution).toBeUndefined()
  await inbox.api.deleteSlaPolicy({ policyId: urgent.id })
  await inbox.settle()
  expect((await inbox.find(made.id)).sla?.policyId).toBe(everybody.id)
  await inbox.api.deleteSlaPolicy({ policyId: everybody.id })
  await inbox.settle()
  expect((await inbox.find(made.id)).sla).toBeNull()
})

it('[IN6, ID2] only admins set up teams, policies and the names of tags; nothing of another organization can be given', async () => {
  const [inbox, foreign] = [await anInbox(), await anInbox()]
  const { services, organizationId, dana } = inbox
  const theirs = { team: await aTeam(foreign.services, foreign.organizationId), tag: await aTag(foreign.services, foreign.organizationId) }
  const { id } = await inbox.conversation()
  const member = inbox.as(dana)
  const team = { teamId: null, name: 'Second line', routing: 'manual' as const, takesNew: false, memberIds: [] }
  await expect(member.saveTeam(team)).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
  const policy = await aPolicy(services, organizationId)
  await expect(member.deleteSlaPolicy({ policyId: policy.id })).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
  await expect(inbox.api.saveTeam({ ...team, memberIds: [foreign.ben.id] })).rejects.toThrow('organization')
  await expect(inbox.api.saveTeam({ ...team, teamId: theirs.team.id })).rejects.toThrow('team')
  for (const change of [{ teamId: theirs.team.id }, { addTagIds: [theirs.tag.id] }, { assigneeId: foreign.ben.id }])
    await expect(inbox.api.triageConversations({ conversationIds: [id], change })).rejects.toThrow()
  const from = { assigneeId: foreign.ben.id }
  await expect(inbox.api.undoTriage({ steps: [{ conversationId: id, from, to: { assigneeId: null } }] })).rejects.toThrow()
  await inbox.settle()
  expect(await inbox.find(id)).toMatchObject({ assigneeId: null, teamId: null, tagIds: [] })
})
