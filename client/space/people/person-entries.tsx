import { Bell, BellOff, Footprints, Hand, Pointer, UserRoundCheck, UserRoundX } from 'lucide-solid'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { CurrentSpace } from '../current-space.tsx'

/** What one can do at somebody who is here, besides writing to them. Who is on do not disturb is only walked to. */
export function personEntries(current: CurrentSpace, { person, status, hidden }: PresenceView): (MenuEntry & { type: 'item' })[] {
  const { gestures, following } = current
  const disabled = status === 'dnd'
  const isUnfollowed = disabled || hidden || (current.own()?.hidden ?? false)
  const { freeWatches } = current
  const waits = freeWatches.waitsFor(person.id)
  const isFollowed = following.whom()?.person.id === person.id
  const isFollower = following.followers().some((follower) => follower.person.id === person.id)
  return [
    { type: 'item', text: 'Wave', icon: () => <Hand size={14} />, disabled, onSelect: () => gestures.wave(person.id) },
    { type: 'item', text: 'Tap on the shoulder', icon: () => <Pointer size={14} />, disabled, onSelect: () => gestures.tap(person.id) },
    ...(waits || status !== 'available'
      ? [
          {
            type: 'item' as const,
            text: waits ? 'Do not tell me when free' : 'Tell me when free',
            icon: () => (waits ? <BellOff size={14} /> : <Bell size={14} />),
            onSelect: () => (waits ? freeWatches.cancel(person.id) : freeWatches.wait(person.id)),
          },
        ]
      : []),
    { type: 'item', text: 'Walk to them', icon: () => <Footprints size={14} />, onSelect: () => current.walkToPerson(person.id) },
    isFollowed
      ? { type: 'item', text: 'Stop following', icon: () => <UserRoundX size={14} />, onSelect: () => following.stop() }
      : {
          type: 'item',
          text: 'Follow',
          icon: () => <UserRoundCheck size={14} />,
          disabled: isUnfollowed,
          onSelect: () => following.follow(person.id),
        },
    ...(isFollower
      ? [{ type: 'item' as const, text: 'Shake off', icon: () => <UserRoundX size={14} />, onSelect: () => following.shakeOff(person.id) }]
      : []),
  ]
}
