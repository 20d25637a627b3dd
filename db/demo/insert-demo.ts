import { sql, type Kysely } from 'kysely'
import {
  newId,
  parseId,
  type ChannelId,
  type CustomerId,
  type MessageId,
  type OrganizationId,
  type RoomId,
  type SpaceId,
} from '@atrium/shared/ids.ts'
import { insertOffice } from '../office/insert-office.ts'
import { OFFICE_ROOMS } from '../office/office-map.ts'
import type { DB } from '../schema.generated.ts'
import type { Tx } from '../transaction.ts'
import { MENTION_CHATS, SPACE_CHAT, WORKSHOP_CHAT, type DemoLine } from './chat-history.ts'
import { DEMO_PEOPLE, findDemoPerson, type DemoPerson } from './people.ts'

const fixed = <T extends OrganizationId | SpaceId | RoomId | CustomerId>(group: number, number: number) =>
  parseId<T>(`00000000-0000-7000-80${String(group).padStart(2, '0')}-${String(number).padStart(12, '0')}`)

export const DEMO_ORGANIZATION = fixed<OrganizationId>(2, 1)
export const DEMO_SPACE = fixed<SpaceId>(3, 1)
export const DEMO_ROOMS = OFFICE_ROOMS.map((_room, index) => fixed<RoomId>(4, index + 1))
export const DEMO_CUSTOMERS = {
  acme: fixed<CustomerId>(5, 1),
  globex: fixed<CustomerId>(5, 2),
  harborline: fixed<CustomerId>(5, 3),
  juniper: fixed<CustomerId>(5, 4),
  tallis: fixed<CustomerId>(5, 5),
}

/** The accounts of the demo's people, without passwords: they are entered by link. As the role `auth`. */
export async function insertDemoAccounts(auth: Kysely<DB>): Promise<void> {
  for (const { userId, name, email } of DEMO_PEOPLE) {
    await sql`
      insert into auth."user" (id, name, email, "emailVerified") values (${userId}, ${name}, ${email}, true) on conflict do nothing
    `.execute(auth)
  }
}

/** Northwind: its people, the Harbor Office, its customers and what was said of late. Once; the transaction is of `DEMO_ORGANIZATION`. */
export async function insertDemoOrganization(tx: Tx, nowMs: number): Promise<void> {
  const organization_id = DEMO_ORGANIZATION
  await tx.insertInto('organization').values({ organization_id, name: 'Northwind', slug: 'northwind' }).execute()
  await tx.insertInto('organization_head').values({ organization_id }).execute()
  await tx.insertInto('member').values(DEMO_PEOPLE.map(memberRow)).execute()
  const routes = DEMO_PEOPLE.map(({ userId }) => ({ organization_id, kind: 'user', key: userId }))
  await tx.insertInto('organization_route').values(routes).execute()
  await insertOffice(tx, { organizationId: organization_id, spaceId: DEMO_SPACE, roomIds: DEMO_ROOMS, name: 'Harbor Office' })
  const customer = (key: keyof typeof DEMO_CUSTOMERS, name: string, owner: string) => {
    return { organization_id, id: DEMO_CUSTOMERS[key], name, owner_id: demoPerson(owner).memberId }
  }
  const customers = [
    customer('acme', 'Acme', 'dana'),
    customer('globex', 'Globex', 'gus'),
    customer('harborline', 'Harborline Freight', 'fay'),
    customer('juniper', 'Juniper Health', 'dana'),
    customer('tallis', 'Tallis & Co.', 'cy'),
  ]
  await tx.insertInto('customer').values(customers).execute()
  await insertChat(tx, nowMs)
}

function memberRow({ memberId, userId, role, name, email, hue }: DemoPerson) {
  return { organization_id: DEMO_ORGANIZATION, id: memberId, user_id: userId, role, name, email, email_verified: true, hue }
}

/** A space's chat and a room's have the ids of the space and the room. */
async function insertChat(tx: Tx, nowMs: number): Promise<void> {
  const workshop = DEMO_ROOMS[OFFICE_ROOMS.findIndex(({ name }) => name === 'Workshop')]!
  const everyone = DEMO_PEOPLE.map(({ key }) => key)
  await insertLines(tx, { channelId: DEMO_SPACE as string as ChannelId, lines: SPACE_CHAT, readers: everyone, nowMs })
  await insertLines(tx, { channelId: workshop as string as ChannelId, lines: WORKSHOP_CHAT, readers: everyone, nowMs })
  for (const { between, lines } of MENTION_CHATS) {
    const channelId = newId<ChannelId>(nowMs)
    const [low, high] = between.map((key) => demoPerson(key).memberId).toSorted()
    await tx
      .insertInto('channel')
      .values({ organization_id: DEMO_ORGANIZATION, id: channelId, kind: 'mention', person_low: low!, person_high: high! })
      .execute()
    await insertLines(tx, { channelId, lines, readers: between, nowMs })
  }
}

interface Lines {
  channelId: ChannelId
  lines: DemoLine[]
  /** Have read everything. */
  readers: string[]
  nowMs: number
}

async function insertLines(tx: Tx, { channelId, lines, readers, nowMs }: Lines): Promise<void> {
  const rows = lines.map(({ who, minutesAgo, text }) => {
    const atMs = nowMs - minutesAgo * 60_000
    const { memberId, name } = demoPerson(who)
    return {
      organization_id: DEMO_ORGANIZATION,
      id: newId<MessageId>(atMs),
      channel_id: channelId,
      author_kind: 'member',
      author_id: memberId,
      author_name: name,
      text,
      source: 'atrium',
      created_at: new Date(atMs),
    }
  })
  await tx.insertInto('message').values(rows).execute()
  const last = rows.at(-1)
  if (!last) return
  const positions = readers.map((key) => ({
    organization_id: DEMO_ORGANIZATION,
    person_id: demoPerson(key).memberId,
    channel_id: channelId,
    message_id: last.id,
  }))
  await tx.insertInto('read_position').values(positions).execute()
}

function demoPerson(key: string): DemoPerson {
  const person = findDemoPerson(key)
  if (!person) throw new Error(`nobody in the demo is called ${key}`)
  return person
}
