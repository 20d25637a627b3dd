import type { Selectable } from 'kysely'
import type { GuestLink, Invitation, Member, Organization } from '@atrium/db/schema.generated.ts'
import type { GuestLinkId, InvitationId, MemberId, OrganizationId, RoomId, SpaceId, VisitorId } from '@atrium/shared/ids.ts'
import type { Role } from '@atrium/shared/identity/actor.ts'
import type { GuestLinkView, InvitationView, MemberView, OrganizationView, PersonView } from '@atrium/shared/identity/views.ts'

export type MemberRow = Pick<
  Selectable<Member>,
  'id' | 'user_id' | 'role' | 'name' | 'email' | 'avatar_url' | 'hue' | 'rev' | 'deactivated_at'
>

export function presentMember(row: MemberRow): MemberView {
  return {
    id: row.id as MemberId,
    kind: 'member',
    role: row.role as Role,
    name: row.name,
    email: row.email,
    avatarUrl: row.avatar_url,
    hue: row.hue,
    deactivatedAt: row.deactivated_at?.getTime() ?? null,
    rev: row.rev,
  }
}

/** What others may know: no e-mail, no role. */
export function presentPerson({ id, kind, name, avatarUrl, hue }: MemberView): PersonView {
  return { id, kind, name, avatarUrl, hue }
}

export function presentVisitor(row: { id: string; name: string; hue: number }): PersonView {
  return { id: row.id as VisitorId, kind: 'visitor', name: row.name, avatarUrl: null, hue: row.hue }
}

export function presentOrganization(
  row: Pick<Selectable<Organization>, 'organization_id' | 'name' | 'slug' | 'group_mentions' | 'away_minutes'>,
): OrganizationView {
  return {
    id: row.organization_id as OrganizationId,
    name: row.name,
    slug: row.slug,
    groupMentions: row.group_mentions,
    awayMinutes: row.away_minutes,
  }
}

type InvitationRow = Pick<Selectable<Invitation>, 'id' | 'email' | 'role' | 'created_at' | 'expires_at' | 'accepted_at' | 'revoked_at'>

export function presentInvitation(row: InvitationRow, nowMs: number): InvitationView {
  return {
    id: row.id as InvitationId,
    email: row.email,
    role: row.role as Role,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    state: invitationState(row, nowMs),
  }
}

export function invitationState(
  row: Pick<InvitationRow, 'expires_at' | 'accepted_at' | 'revoked_at'>,
  nowMs: number,
): InvitationView['state'] {
  if (row.accepted_at) return 'accepted'
  if (row.revoked_at) return 'revoked'
  return row.expires_at.getTime() <= nowMs ? 'expired' : 'open'
}

type GuestLinkRow = Pick<Selectable<GuestLink>, 'id' | 'space_id' | 'room_id' | 'label' | 'created_at' | 'expires_at' | 'revoked_at'>

export function presentGuestLink(row: GuestLinkRow): GuestLinkView {
  return {
    id: row.id as GuestLinkId,
    spaceId: row.space_id as SpaceId,
    roomId: row.room_id as RoomId | null,
    label: row.label,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    revoked: row.revoked_at !== null,
  }
}
