import type { Rectangle, SpaceMap } from '@atrium/shared/space/views.ts'
import { standingWalls } from '@atrium/shared/space/walls.rules.ts'
import type { Palette } from './palette.ts'
import { fillBox, type Context } from './shapes.ts'

/** How much of a wall's lower edge one sees from the front. */
const FACE = 8
const SHADOW = 14
const WINDOW = 72
const WINDOW_EVERY = 144
const LIGHT = 96

/** Under the furniture: what falls onto the floor from walls and through windows. */
export function drawLight(context: Context, map: SpaceMap, palette: Palette): void {
  const walls = standingWalls(map)
  for (const wall of walls) {
    const shade = context.createLinearGradient(0, wall.y + wall.height, 0, wall.y + wall.height + SHADOW)
    shade.addColorStop(0, palette.shadow)
    shade.addColorStop(1, 'transparent')
    context.fillStyle = shade
    context.fillRect(wall.x, wall.y + wall.height, wall.width, SHADOW)
  }
  for (const wall of walls.filter((one) => one.y === 0 && one.width > WINDOW_EVERY)) {
    for (const x of windowsIn(wall)) {
      const top = wall.height
      const ray = context.createLinearGradient(0, top, 0, top + LIGHT)
      ray.addColorStop(0, palette.light)
      ray.addColorStop(1, palette.lightEnd)
      context.fillStyle = ray
      context.beginPath()
      context.moveTo(x, top)
      context.lineTo(x + WINDOW, top)
      context.lineTo(x + WINDOW + 26, top + LIGHT)
      context.lineTo(x + 26, top + LIGHT)
      context.fill()
    }
  }
}

export function drawWalls(context: Context, map: SpaceMap, palette: Palette): void {
  const walls = standingWalls(map)
  for (const wall of walls) fillBox(context, wall, { fill: palette.wallFace, radius: 2 })
  // Tops after all faces: where walls meet one goes on into the other.
  for (const wall of walls) {
    const top = { ...wall, height: wall.height - FACE / 2 - (wall.width > wall.height ? FACE / 2 : 0) }
    fillBox(context, top, { fill: palette.wall, radius: 2 })
    fillBox(context, { x: top.x + 2, y: top.y + 2, width: top.width - 4, height: top.height - 4 }, { fill: palette.wallTop, radius: 1 })
  }
  for (const wall of walls) if (isOuter(wall, map)) drawWindows(context, wall, palette)
}

function drawWindows(context: Context, wall: Rectangle, palette: Palette): void {
  const level = wall.width > wall.height
  for (const at of windowsIn(wall)) {
    const pane = level
      ? { x: at, y: wall.y + wall.height - FACE, width: WINDOW, height: FACE - 1 }
      : { x: wall.x + wall.width / 2 - 2, y: at, width: 4, height: WINDOW }
    fillBox(context, pane, { fill: palette.glass, radius: 1.5 })
    context.fillStyle = palette.wallTop
    if (level) context.fillRect(pane.x + WINDOW / 2 - 1, pane.y, 2, pane.height)
    else context.fillRect(pane.x, pane.y + WINDOW / 2 - 1, pane.width, 2)
  }
}

/** Where the windows of an outer wall begin, along it. */
function windowsIn(wall: Rectangle): number[] {
  const level = wall.width > wall.height
  const [start, length] = level ? [wall.x, wall.width] : [wall.y, wall.height]
  const count = Math.floor(length / WINDOW_EVERY)
  return Array.from({ length: count }, (_, index) => start + ((index + 0.5) * length) / count - WINDOW / 2)
}

function isOuter(wall: Rectangle, map: SpaceMap): boolean {
  const long = Math.max(wall.width, wall.height) > WINDOW_EVERY
  return long && (wall.x === 0 || wall.y === 0 || wall.x + wall.width === map.width || wall.y + wall.height === map.height)
}
