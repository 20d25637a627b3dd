import { linksBetween } from '../group/group.rules.ts'
import type { PlacedPerson } from '../map/place-people.ts'
import type { Palette } from './palette.ts'

const WIDTH = 58
/** The middle of what is drawn of a person, name and all. */
const DOWN = 4

/** Under those who stand together, what holds them together; one's own group in one's own colour. */
export function drawGroups(context: CanvasRenderingContext2D, people: readonly PlacedPerson[], palette: Palette): void {
  const mine = people.find((person) => person.mine)?.presence.groupId ?? null
  const groups = Map.groupBy(people, ({ presence }) => presence.groupId)
  for (const [groupId, members] of groups)
    if (groupId !== null && members.length > 1) drawGroup(context, members, groupFill(palette, groupId === mine))
}

function groupFill(palette: Palette, isMine: boolean): string {
  return isMine ? palette.ownGroup : palette.group
}

function drawGroup(context: CanvasRenderingContext2D, members: readonly PlacedPerson[], fill: string): void {
  context.strokeStyle = fill
  context.lineWidth = WIDTH
  context.lineCap = 'round'
  context.beginPath()
  for (const [from, to] of linksBetween(members.map(({ place }) => place))) {
    context.moveTo(from.x, from.y + DOWN)
    context.lineTo(to.x, to.y + DOWN)
  }
  context.stroke()
  context.lineCap = 'butt'
}
