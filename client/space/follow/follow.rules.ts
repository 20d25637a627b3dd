import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { PresenceView, SpaceView } from '@atrium/shared/space/views.ts'

/** Side by side, in map units. */
const BESIDE = 44
/** Nearer than this one has caught up. */
const NEAR = 60
/** Whoever one follows has gone on: the goal of before is worth nothing. */
const STRAYED = 20

export type FollowStep = { do: 'stay' } | { do: 'keep' } | { do: 'walk'; to: Point }

/** What somebody does next who walks after somebody else. `goal`: where they are walking to already. */
export function followStep({ me, them, goal }: { me: Point; them: Point; goal: Point | null }): FollowStep {
  const distance = Math.hypot(them.x - me.x, them.y - me.y)
  if (distance <= NEAR) return { do: 'stay' }
  const to = { x: them.x + ((me.x - them.x) / distance) * BESIDE, y: them.y + ((me.y - them.y) / distance) * BESIDE }
  if (goal && Math.hypot(goal.x - them.x, goal.y - them.y) < BESIDE + STRAYED) return { do: 'keep' }
  return { do: 'walk', to }
}

/** Whether the room they are in lets one more in: before a closed door one waits. */
export function mayComeAlong(space: SpaceView, present: readonly PresenceView[], { own, them }: { own: PresenceView; them: PresenceView }) {
  const room = space.rooms.find(({ id }) => id === them.roomId)
  if (!room || own.roomId === room.id) return true
  const inside = present.filter(({ roomId }) => roomId === room.id).length
  return !room.locked && (room.capacity === null || inside < room.capacity)
}
