import { beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { removeMember } from '../../identity/remove-member.ts'
import { actorOf, aMember, anOrganization } from '../../identity/testing/builders.ts'
import { findConversationByNumber, findConversationsByWords } from '../../inbox/find-conversations.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../testing/slack-scene.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
const people = () => scene.demo.northwind.users

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  await aLinkedMember(scene, office, { person: 'ada' })
  const { channelId } = await aWatchedChannel(scene, office)
  for (const text of ['The invoice is wrong', 'An invoice from March', 'How do I print?'])
    await scene.control.act.postMessage({ user_id: people().ben, channel_id: channelId, text })
  await eventually(conversations, (found) => found.length === 3, 15_000)
})

const conversations = () =>
  inOrganization(scene.services.db, office.organizationId, (tx) =>
    tx.selectFrom('conversation').select(['id', 'number', 'subject']).where('organization_id', '=', office.organizationId).execute(),
  )

/** What the one who typed it is told, and nobody else. */
async function ask(user_id: string, text: string): Promise<string> {
  const told = async () => (await scene.control.state.ephemerals({ user_id })).map(({ message }) => message.text)
  const before = (await told()).length
  await scene.control.act.slashCommand({ user_id, channel_id: scene.demo.northwind.channels.general, command: '/atrium', text })
  return (await eventually(told, (all) => all.length > before)).at(-1) ?? ''
}

it('[IN9] a linked member finds conversations by their words, with a link to each', async () => {
  const found = await ask(people().ada, 'search INVOICE')
  for (const { id, number, subject } of (await conversations()).filter((one) => /invoice/.test(one.subject)))
    expect(found).toContain(`<${scene.url}/inbox/${id}|#${number}> ${subject}`)
  expect(found).not.toContain('print')
  expect(await ask(people().ada, 'search invoice march')).toMatch(/^[^\n]*\n• [^\n]*March[^\n]*$/)
  // What looks like a pattern is what it is.
  expect(await ask(people().ada, 'search %')).toContain('No conversation has')
})

it('[IN9] and is told how one stands by its number', async () => {
  const [first] = await conversations()
  expect(await ask(people().ada, `status #${first?.number}`)).toContain(`#${first?.number}> ${first?.subject}\nopen`)
  expect(await ask(people().ada, 'status 4711')).toBe('There is no conversation #4711.')
  expect(await ask(people().ada, 'status 99999999999')).toContain('There is no conversation')
  expect(await ask(people().ada, 'status')).toContain('/atrium status 12')
})

it('[IN9] whoever is not linked is refused, also by an e-mail that is a member’s, and so is who has left', async () => {
  expect(await ask(people().ben, 'search invoice')).toContain('Link your Slack account first')
  expect(await ask(people().ben, 'status 1')).not.toContain('invoice')
  const gone = await aLinkedMember(scene, office, { person: 'fay' })
  expect(await ask(people().fay, 'search invoice')).toContain('Conversations with')
  const removal = { memberId: gone.id, address: '127.0.0.1', nowMs: Date.now() }
  await commitInOrganization(scene.services, office.organizationId, (tx) => removeMember(tx, actorOf(office.owner), removal))
  expect(await ask(people().fay, 'search invoice')).toContain('Link your Slack account first')
})

it('[IN9] nobody hears of another organization’s conversations', async () => {
  const [first] = await conversations()
  const stranger = await aMember(scene.services, await anOrganization(scene.services))
  const found = await inOrganization(scene.services.db, stranger.organizationId, async (tx) => [
    await findConversationByNumber(tx, actorOf(stranger), first?.number ?? 0),
    ...(await findConversationsByWords(tx, actorOf(stranger), { words: ['invoice'], limit: 5 })),
  ])
  expect(found).toEqual([null])
})
