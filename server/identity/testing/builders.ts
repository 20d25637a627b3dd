import type { Connection } from '@atrium/db/connect.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import {
  newId,
  type GuestLinkId,
  type MemberId,
  type OrganizationId,
  type RoomId,
  type SpaceId,
  type UserId,
  type VisitorId,
} from '@atrium/shared/ids.ts'
import type { MemberActor, Role, VisitorActor } from '@atrium/shared/identity/actor.ts'
import { createInProcessBus } from '../../infra/bus.ts'
import { systemClock } from '../../infra/clock.ts'
import { createLogger } from '../../infra/logger.ts'
import type { Services } from '../../infra/services.ts'
import { createAccounts } from '../create-accounts.ts'
import { hashToken, newToken } from '../tokens.ts'

export interface TestMember {
  kind: 'member'
  id: MemberId
  organizationId: OrganizationId
  userId: UserId
  role: Role
  name: string
  email: string
}
export interface TestVisitor {
  kind: 'visitor'
  id: VisitorId
  organizationId: OrganizationId
  spaceId: SpaceId
  roomId: RoomId | null
  name: string
  sinceMs: number
  /** As the cookie carries it. */
  token: string
}
export interface TestGuestLink {
  id: GuestLinkId
  spaceId: SpaceId
  roomId: RoomId | null
  token: string
}

/** The services of one node on a test's database. */
export function testServices(database: { app: Connection; auth: Connection }): Services {
  const accounts = createAccounts(database.auth, systemClock)
  return {
    db: database.app.db,
    accounts,
    bus: createInProcessBus(),
    clock: systemClock,
    logger: createLogger('silent'),
    demo: false,
    slackSignIn: false,
  }
}

/** Rows as the use cases leave them, without the changes in the feed. */
export async function anOrganization(services: Services, { name = 'Northwind' }: { name?: string } = {}): Promise<OrganizationId> {
  const id = newId<OrganizationId>()
  await inOrganization(services.db, id, async (tx) => {
    await tx
      .insertInto('organization')
      .values({ organization_id: id, name, slug: `org-${id}` })
      .execute()
    await tx.insertInto('organization_head').values({ organization_id: id }).execute()
  })
  return id
}

interface MemberOptions {
  name?: string
  role?: Role
  email?: string
  emailVerified?: boolean
  userId?: UserId
}

export async function aMember(services: Services, organizationId: OrganizationId, options: MemberOptions = {}): Promise<TestMember> {
  const id = newId<MemberId>()
  const {
    name = 'Ada Lindqvist',
    role = 'member',
    email = `${id}@northwind.example`,
    userId = newId<UserId>(),
    emailVerified = true,
  } = options
  await inOrganization(services.db, organizationId, async (tx) => {
    await tx
      .insertInto('member')
      .values({ organization_id: organizationId, id, user_id: userId, role, name, email, email_verified: emailVerified, hue: 200 })
      .execute()
    await tx.insertInto('organization_route').values({ organization_id: organizationId, kind: 'user', key: userId }).execute()
  })
  return { kind: 'member', id, organizationId, userId, role, name, email }
}

interface GuestLinkOptions {
  spaceId: SpaceId
  roomId?: RoomId | null
  createdBy?: MemberId
  expiresAtMs?: number
}

export async function aGuestLink(services: Services, organizationId: OrganizationId, options: GuestLinkOptions): Promise<TestGuestLink> {
  const { spaceId, roomId = null, createdBy = newId<MemberId>(), expiresAtMs = services.clock.now() + 3_600_000 } = options
  const [id, token] = [newId<GuestLinkId>(), newToken()]
  await inOrganization(services.db, organizationId, async (tx) => {
    await tx
      .insertInto('guest_link')
      .values({
        organization_id: organizationId,
        id,
        space_id: spaceId,
        room_id: roomId,
        label: 'Suppliers',
        token_hash: hashToken(token),
        created_by: createdBy,
        expires_at: new Date(expiresAtMs),
      })
      .execute()
    await tx
      .insertInto('organization_route')
      .values({ organization_id: organizationId, kind: 'guest_link', key: hashToken(token) })
      .execute()
  })
  return { id, spaceId, roomId, token }
}

interface VisitorOptions extends GuestLinkOptions {
  name?: string
  sinceMs?: number
  guestLinkId?: GuestLinkId
}

export async function aVisitor(services: Services, organizationId: OrganizationId, options: VisitorOptions): Promise<TestVisitor> {
  const { spaceId, roomId = null, name = 'Vera Guest', sinceMs = services.clock.now() } = options
  const guestLinkId = options.guestLinkId ?? (await aGuestLink(services, organizationId, options)).id
  const [id, token] = [newId<VisitorId>(), newToken()]
  await inOrganization(services.db, organizationId, async (tx) => {
    await tx
      .insertInto('visitor')
      .values({
        organization_id: organizationId,
        id,
        guest_link_id: guestLinkId,
        space_id: spaceId,
        room_id: roomId,
        name,
        hue: 30,
        session_hash: hashToken(token),
        created_at: new Date(sinceMs),
        expires_at: new Date(options.expiresAtMs ?? services.clock.now() + 3_600_000),
      })
      .execute()
    await tx
      .insertInto('organization_route')
      .values({ organization_id: organizationId, kind: 'visitor', key: hashToken(token) })
      .execute()
  })
  return { kind: 'visitor', id, organizationId, spaceId, roomId, name, sinceMs, token }
}

export function actorOf(person: TestMember): MemberActor
export function actorOf(person: TestVisitor): VisitorActor
export function actorOf(person: TestMember | TestVisitor): MemberActor | VisitorActor {
  const { organizationId } = person
  if (person.kind === 'member') return { kind: 'member', organizationId, personId: person.id, userId: person.userId, role: person.role }
  return { kind: 'visitor', organizationId, personId: person.id, spaceId: person.spaceId, roomId: person.roomId, sinceMs: person.sinceMs }
}
