import { Lock } from 'lucide-solid'
import { createSignal, onCleanup, Show } from 'solid-js'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { RoomId } from '@atrium/shared/ids.ts'
import type { RoomView } from '@atrium/shared/space/views.ts'
import { Button } from '../../ui/button.tsx'
import { useCurrentSpace } from '../current-space.tsx'

/** So near to a room one stands before its door, in map units. */
const BEFORE_DOOR = 56

/** On the map: one stands before a locked room, and may knock. */
export function LockedDoorNote(props: { class?: string }) {
  const current = useCurrentSpace()
  const [nearId, setNearId] = createSignal<RoomId | null>(null)
  const look = () => {
    const { position } = current.walker
    const rooms = current.space()?.rooms ?? []
    setNearId(rooms.find((room) => distanceTo(room, position) < BEFORE_DOOR && room.locked)?.id ?? null)
  }
  onCleanup(current.positions.onMoved(look))
  look()
  const room = () => current.space()?.rooms.find(({ id, locked }) => id === nearId() && locked && id !== current.own()?.roomId)
  return (
    <Show when={room()}>
      {(known) => (
        <section
          aria-label="Locked room"
          class={`animate-fade-in flex min-h-10 items-center gap-2.5 rounded-xl border border-line bg-raised py-1 pr-1.5 pl-3 text-sm text-ink shadow-low ${props.class ?? ''}`}
        >
          <Lock size={15} class="shrink-0 text-warn" aria-hidden="true" />
          <span class="min-w-0 grow truncate">{known().name} is locked</span>
          <Button size="small" disabled={current.knocks.own() !== undefined} onClick={() => current.knocks.knock(known().id)}>
            Knock
          </Button>
        </section>
      )}
    </Show>
  )
}

function distanceTo({ x, y, width, height }: RoomView, at: Point): number {
  return Math.hypot(Math.max(x - at.x, 0, at.x - x - width), Math.max(y - at.y, 0, at.y - y - height))
}
