import { createMemo, createResource } from 'solid-js'
import type { SpaceId } from '@atrium/shared/ids.ts'
import { isAdministrator } from '../identity/me.ts'
import { useMe } from '../identity/session.tsx'
import { useConnection } from '../realtime/connection-context.tsx'

/** Whether one may edit a space's map and name; undefined until it is known. The server decides; this shows the way to it or does not. */
export function createMayEdit(spaceId: () => SpaceId | undefined) {
  const { api } = useConnection()
  const me = useMe()
  const isMember = () => me().actor.kind === 'member'
  const asked = () => (isMember() && !isAdministrator(me()) ? spaceId() : undefined)
  const [isSpaceAdmin] = createResource(asked, async (id) => {
    const { members } = await api.space.listSpaceMembers.query({ spaceId: id }).catch(() => ({ members: [] }))
    return members.some(({ memberId, role }) => memberId === me().actor.personId && role === 'admin')
  })
  return createMemo((): boolean | undefined => (isMember() ? isAdministrator(me()) || isSpaceAdmin.latest : false))
}
