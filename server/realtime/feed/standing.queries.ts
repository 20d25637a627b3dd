import type { Tx } from '@atrium/db/transaction.ts'
import type { RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor, PersonActor, Role, VisitorActor } from '@atrium/shared/identity/actor.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'

/** What somebody is now, and which audiences they belong to. */
export interface Standing {
  actor: PersonActor
  tokens: AudienceToken[]
  /** Nothing from before. */
  sinceMs: number
}

/** Looked up, never remembered: roles change and visitors are sent away. @returns null when they may see nothing any more. */
export function standingOf(tx: Tx, actor: PersonActor): Promise<Standing | null> {
  return actor.kind === 'member' ? memberStanding(tx, actor) : visitorStanding(tx, actor)
}

async function memberStanding(tx: Tx, actor: MemberActor): Promise<Standing | null> {
  const { organizationId, personId } = actor
  const member = await tx
    .selectFrom('member')
    .select('role')
    .where('organization_id', '=', organizationId)
    .where('id', '=', personId)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!member) return null
  const role = member.role as Role
  // Every member may enter every space of the organization (ID3).
  const spaces = await tx.selectFrom('space').select('id').where('organization_id', '=', organizationId).execute()
  const tokens: AudienceToken[] = ['members', `person:${personId}`, ...spaces.map(({ id }): AudienceToken => `space:${id as SpaceId}`)]
  if (role !== 'member') tokens.push('admins')
  return { actor: { ...actor, role }, tokens, sinceMs: 0 }
}

async function visitorStanding(tx: Tx, actor: VisitorActor): Promise<Standing | null> {
  const visitor = await tx
    .selectFrom('visitor')
    .innerJoin('guest_link', (join) =>
      join.onRef('guest_link.organization_id', '=', 'visitor.organization_id').onRef('guest_link.id', '=', 'visitor.guest_link_id'),
    )
    .select(['visitor.space_id', 'visitor.room_id', 'visitor.created_at'])
    .where('visitor.organization_id', '=', actor.organizationId)
    .where('visitor.id', '=', actor.personId)
    .where('visitor.revoked_at', 'is', null)
    .where('guest_link.revoked_at', 'is', null)
    .where('visitor.expires_at', '>', new Date())
    .executeTakeFirst()
  if (!visitor) return null
  const spaceId = visitor.space_id as SpaceId
  const ofPlace: AudienceToken[] = visitor.room_id ? [`map:${spaceId}`, `room:${visitor.room_id as RoomId}`] : [`space:${spaceId}`]
  const tokens: AudienceToken[] = [...ofPlace, `person:${actor.personId}`]
  return { actor, tokens, sinceMs: visitor.created_at.getTime() }
}
