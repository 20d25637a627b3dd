import { createMemo, createResource, onCleanup } from 'solid-js'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { SpaceMemberView } from '@atrium/shared/space/views.ts'
import { isAdministrator } from '../identity/me.ts'
import { useMe } from '../identity/session.tsx'
import { useConnection } from '../realtime/connection-context.tsx'
import { useFeed } from '../realtime/feed.tsx'

/** Whether one may edit a space's map and name, now; undefined until it is known. The server decides; this shows the way to it or does not. */
export function createMayEdit(spaceId: () => SpaceId | undefined) {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const isMember = () => me().actor.kind === 'member'
  const asked = () => (isMember() && !isAdministrator(me()) ? spaceId() : undefined)
  const isAdminAmong = (members: readonly SpaceMemberView[]) =>
    members.some(({ memberId, role }) => memberId === me().actor.personId && role === 'admin')
  const [isSpaceAdmin, { mutate, refetch }] = createResource(asked, async (id) => {
    const { members } = await api.space.listSpaceMembers.query({ spaceId: id }).catch(() => ({ members: [] }))
    return isAdminAmong(members)
  })
  const stop = feed.onChange(({ kind, payload }) => {
    if (kind === 'space.spaceMembersChanged' && payload.spaceId === spaceId()) mutate(isAdminAmong(payload.members))
  })
  onCleanup(stop)
  feed.refetchOnResync(async () => {
    await refetch()
    return Number.POSITIVE_INFINITY
  })
  return createMemo((): boolean | undefined => (isMember() ? isAdministrator(me()) || isSpaceAdmin.latest : false))
}
