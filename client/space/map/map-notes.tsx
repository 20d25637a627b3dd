import { TogetherNote } from '../group/together-note.tsx'
import { LockedDoorNote } from '../knocks/locked-door-note.tsx'

/** What lies on the map's corner now and then: that one stands before a locked door, and with whom one stands. */
export function MapNotes(props: { onNearbyChat: () => void }) {
  return (
    <>
      <LockedDoorNote />
      <TogetherNote onChat={props.onNearbyChat} />
    </>
  )
}
