import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type MemberId, type OrganizationId, type SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlaPolicyView, SlaTerms } from '@atrium/shared/inbox/sla.ts'
import type { Routing, TagView, TeamView } from '@atrium/shared/inbox/views.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { savePolicy } from '../sla/change-policies.ts'
import { createTag } from '../tags/change-tags.ts'
import { saveTeam } from '../teams/change-teams.ts'

/** Somebody of whom nothing but the organization matters. */
function anAdmin(organizationId: OrganizationId): MemberActor {
  return { kind: 'member', organizationId, personId: newId(), userId: newId(), role: 'admin' }
}

export function aTag(services: Services, organizationId: OrganizationId, { name = `tag ${newId().slice(-12)}` } = {}): Promise<TagView> {
  return commitInOrganization(services, organizationId, (tx) => createTag(tx, anAdmin(organizationId), { name, nowMs: Date.now() }))
}

interface TeamOptions {
  name?: string
  routing?: Routing
  takesNew?: boolean
  memberIds?: MemberId[]
}

export function aTeam(services: Services, organizationId: OrganizationId, options: TeamOptions = {}): Promise<TeamView> {
  const { name = `Team ${newId().slice(-12)}`, routing = 'manual', takesNew = false, memberIds = [] } = options
  const team = { teamId: null, name, routing, takesNew, memberIds, nowMs: Date.now() }
  return commitInOrganization(services, organizationId, (tx) => saveTeam(tx, anAdmin(organizationId), team))
}

/** Around the clock: an hour to the first reply, two to each after it, a day to the end; warned ten minutes before. */
export function someTerms(terms: Partial<SlaTerms> = {}): SlaTerms {
  return {
    targets: { firstReply: 60, nextReply: 120, resolution: 1440 },
    warnBeforeMinutes: 10,
    pausesWhile: ['pending', 'snoozed'],
    hours: null,
    appliesTo: { customerIds: [], priorities: [] },
    ...terms,
  }
}

export function aPolicy(
  services: Services,
  organizationId: OrganizationId,
  { terms = {}, nowMs = Date.now() }: { terms?: Partial<SlaTerms>; nowMs?: number } = {},
): Promise<SlaPolicyView> {
  const policy = { policyId: null, name: `Policy ${newId().slice(-12)}`, terms: someTerms(terms), nowMs }
  return commitInOrganization(services, organizationId, (tx) => savePolicy(tx, anAdmin(organizationId), policy))
}

/** In a space, as they say they are; in none with null. */
export async function setAvailability(
  services: Services,
  organizationId: OrganizationId,
  { memberId, status }: { memberId: MemberId; status: 'available' | 'busy' | 'away' | null },
): Promise<void> {
  await inOrganization(services.db, organizationId, async (tx) => {
    await tx.deleteFrom('presence').where('organization_id', '=', organizationId).where('person_id', '=', memberId).execute()
    if (status === null) return
    const { count } = await tx
      .selectFrom('presence')
      .select((query) => query.fn.countAll<number>().as('count'))
      .where('organization_id', '=', organizationId)
      .executeTakeFirstOrThrow()
    const place = { space_id: newId<SpaceId>(), x: 0, y: 0, node: 'test', slot: Number(count) }
    await tx
      .insertInto('presence')
      .values({ organization_id: organizationId, person_id: memberId, person_kind: 'member', status, ...place })
      .execute()
  })
}
