import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberView } from '@atrium/shared/identity/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { presentMember, type MemberRow } from './present-identity.ts'

/** Tells every member. @returns what was told. */
export function appendMemberChange(tx: Tx, row: MemberRow): MemberView {
  const member = presentMember(row)
  appendChange(tx, { kind: 'identity.memberChanged', audience: ['members'], entityId: member.id, rev: member.rev, payload: { member } })
  return member
}
