import type { RoomId } from '@atrium/shared/ids.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { RoomView } from '@atrium/shared/space/views.ts'

/** The room somebody stands in; its left and upper edges belong to it. */
export function roomAt(rooms: readonly RoomView[], { x, y }: Point): RoomId | null {
  for (const room of rooms) if (x >= room.x && y >= room.y && x < room.x + room.width && y < room.y + room.height) return room.id
  return null
}
