import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { PieceId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import { FURNITURE_KINDS, ROOM_FLOORS } from '@atrium/shared/space/views.ts'

/** More than any step of the editor takes: moving a room takes along what is in it. */
const MOST_CHANGES = 1_000

const number = z.number().int().min(-100_000).max(100_000)
const point = z.object({ x: number, y: number })
const size = z.object({ width: number, height: number })
const piece = point.extend({ ...size.shape, id: idOf<PieceId>() })
const furniture = piece.extend({ kind: z.enum(FURNITURE_KINDS), solid: z.boolean() })
const portal = piece.extend({ to: idOf<SpaceId>(), arrival: idOf<PieceId>().nullable() })
const room = piece.extend({
  id: idOf<RoomId>(),
  name: z.string().trim().min(1).max(80),
  capacity: z.number().int().min(1).max(10_000).nullable(),
  floor: z.enum(ROOM_FLOORS),
})

function step<L extends string, P extends z.ZodType>(list: L, of: P) {
  return z.object({ list: z.literal(list), before: of.nullable(), after: of.nullable() })
}

export const mapChangesSchema = z
  .array(
    z.discriminatedUnion('list', [
      step('walls', piece),
      step('doors', piece),
      step('furniture', furniture),
      step('portals', portal),
      step('rooms', room),
      z.object({ list: z.literal('spawn'), before: point, after: point }),
      z.object({ list: z.literal('size'), before: size, after: size }),
    ]),
  )
  .min(1)
  .max(MOST_CHANGES)
