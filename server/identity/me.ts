import type { Db } from '@atrium/db/connect.ts'
import { asWorker, inOrganization, organizationsOfKey } from '@atrium/db/transaction.ts'
import type { OrganizationId, UserId } from '@atrium/shared/ids.ts'
import type { MemberActor, VisitorActor } from '@atrium/shared/identity/actor.ts'
import type { MeView } from '@atrium/shared/identity/session-views.ts'
import type { OrganizationView } from '@atrium/shared/identity/views.ts'
import type { RequestContext } from '../infra/trpc.ts'
import { findMember, findMemberOfUser, readOrganization } from './members.queries.ts'
import { presentMember, presentPerson, presentVisitor } from './present-identity.ts'

/** Who is asking, and what they could become. */
export async function me({ services, actor, userId }: Pick<RequestContext, 'services' | 'actor' | 'userId'>): Promise<MeView> {
  const account = userId ? await services.accounts.find(userId) : null
  const organizations = userId ? await organizationsOf(services.db, userId) : []
  const known =
    actor?.kind === 'member' ? await describeMember(services.db, actor) : actor ? await describeVisitor(services.db, actor) : NOBODY
  return {
    ...known,
    email: known.email ?? account?.email ?? null,
    organizations,
    account: account ? { name: account.name, email: account.email } : null,
    setup: (await hasOrganization(services.db)) ? 'done' : 'needed',
    demo: services.demo,
    slackSignIn: services.slackSignIn,
  }
}

type Known = Pick<MeView, 'actor' | 'person' | 'email' | 'organization' | 'visitor'>
const NOBODY: Known = { actor: null, person: null, email: null, organization: null, visitor: null }

function describeMember(db: Db, actor: MemberActor): Promise<Known> {
  return inOrganization(db, actor.organizationId, async (tx) => {
    const row = await findMember(tx, actor.organizationId, actor.personId)
    if (!row || row.deactivated_at) return NOBODY
    const member = presentMember(row)
    return {
      actor: { kind: 'member', role: member.role, personId: member.id },
      person: presentPerson(member),
      email: member.email,
      organization: await readOrganization(tx, actor.organizationId),
      visitor: null,
    }
  })
}

function describeVisitor(db: Db, actor: VisitorActor): Promise<Known> {
  const { organizationId, personId, spaceId, roomId } = actor
  return inOrganization(db, organizationId, async (tx) => {
    const row = await tx
      .selectFrom('visitor')
      .select(['id', 'name', 'hue'])
      .where('organization_id', '=', organizationId)
      .where('id', '=', personId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (!row) return NOBODY
    return {
      actor: { kind: 'visitor', personId },
      person: presentVisitor(row),
      email: null,
      organization: await readOrganization(tx, organizationId),
      visitor: { spaceId, roomId },
    }
  })
}

async function organizationsOf(db: Db, userId: UserId): Promise<OrganizationView[]> {
  const ids = await organizationsOfKey(db, 'user', userId)
  const found = await Promise.all(ids.map((id) => organizationIfActive(db, id, userId)))
  return found.filter((organization) => organization !== null).toSorted((one, two) => one.name.localeCompare(two.name))
}

function organizationIfActive(db: Db, organizationId: OrganizationId, userId: UserId): Promise<OrganizationView | null> {
  return inOrganization(db, organizationId, async (tx) => {
    const member = await findMemberOfUser(tx, organizationId, userId)
    return member && !member.deactivated_at ? readOrganization(tx, organizationId) : null
  })
}

async function hasOrganization(db: Db): Promise<boolean> {
  const one = await asWorker(db, (tx) => tx.selectFrom('organization').select('organization_id').limit(1).executeTakeFirst())
  return one !== undefined
}
