import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { setGroupMentions } from '../identity/set-group-mentions.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aSpace } from '../space/testing/builders.ts'
import { editMessage } from './edit-message.ts'
import { sendMessage } from './send-message.ts'

const database = useTestDatabase()

async function anOffice() {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const space = await aSpace(services, organizationId)
  const channelId = spaceChannelOf(space.id).id
  const ada = actorOf(await aMember(services, organizationId, { role: 'admin' }))
  const ben = actorOf(await aMember(services, organizationId, { name: 'Ben Okafor' }))
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
  const commit = <T>(work: Parameters<typeof commitInOrganization<T>>[2]) => commitInOrganization(services, organizationId, work)
  const allow = (allowed: boolean) => commit((tx) => setGroupMentions(tx, ada, { allowed, address: '127.0.0.1', nowMs: Date.now() }))
  const say = async (actor: PersonActor, text: string) =>
    (await sendMessage(services, { actor, clientId: newId(), channelId, text })).message
  const edit = (actor: PersonActor, messageId: Awaited<ReturnType<typeof say>>['id'], text: string) =>
    commit((tx) => editMessage(tx, actor, { messageId, text, nowMs: Date.now() }))
  return { organizationId, space, ada, ben, visitor, allow, say, edit }
}
const refused = expect.objectContaining({ code: 'not_allowed', message: expect.stringContaining('an admin has turned group mentions off') })

it('[CH4] once an admin has turned them off, no group is called by anybody, however it is written; people are', async () => {
  const { ada, ben, visitor, allow, say } = await anOffice()
  await allow(false)
  for (const text of ['@all hello', '<@all> hello', 'hello ＠here', 'hello @Room', `<@p:${ben.personId}> and <@room>`])
    for (const actor of [ada, ben, visitor]) await expect(say(actor, text), text).rejects.toEqual(refused)
  expect(await say(ada, `<@p:${ben.personId}> hello`)).toMatchObject({ text: `<@p:${ben.personId}> hello` })
  expect(await say(ada, 'write to all@northwind.example or `@all`')).toMatchObject({ text: 'write to all@northwind.example or `@all`' })
  await allow(true)
  expect(await say(ben, '@all hello')).toMatchObject({ text: '<@all> hello' })
})

it('[CH4] an edit calls no group that the message has not called before', async () => {
  const { ben, allow, say, edit } = await anOffice()
  const [calls, silent] = [await say(ben, '@all hello'), await say(ben, 'hello')]
  await allow(false)
  expect(await edit(ben, calls.id, '<@all> good morning')).toMatchObject({ text: '<@all> good morning' })
  await expect(edit(ben, calls.id, '<@all> and <@here>')).rejects.toEqual(refused)
  await expect(edit(ben, silent.id, '@all hello')).rejects.toEqual(refused)
})

it('[CH4] [ID5] it is told at once to whoever writes there, visitors too, and stands in the audit log once', async () => {
  const { organizationId, space, allow } = await anOffice()
  expect(await allow(false)).toMatchObject({ groupMentions: false })
  await allow(false)
  const told = await feedOf(database().owner, organizationId, 'identity.organizationChanged')
  expect(told).toMatchObject([
    { audience: ['members', `space:${space.id}`, `map:${space.id}`], payload: { organization: { groupMentions: false } } },
  ])
  const audit = await database().owner.db.selectFrom('audit_entry').select('action').where('organization_id', '=', organizationId).execute()
  expect(audit).toEqual([{ action: 'organization.groupMentionsTurnedOff' }])
})
