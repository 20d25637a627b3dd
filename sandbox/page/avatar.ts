import { createHash } from 'node:crypto'
import type { World } from '../world/world.ts'
import { escapeHtml } from './html-page.ts'

const nameOf = (world: World, id: string): string =>
  world.users.get(id)?.realName ?? world.bots.get(id)?.name ?? world.apps.get(id)?.name ?? world.teams.get(id)?.name ?? id

/** Initials on a colour of one's own. */
export function avatarSvg(world: World, id: string): string {
  const name = nameOf(world, id)
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase()
  // An app and its bots look alike.
  const colourOf = world.users.get(id)?.appId ?? id
  const hue = (createHash('sha256').update(colourOf).digest()[0] ?? 0) * 1.41
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><rect width="72" height="72" fill="hsl(${hue.toFixed(0)} 42% 46%)"/><text x="36" y="46" font-family="system-ui,sans-serif" font-size="28" font-weight="600" fill="#fff" text-anchor="middle">${escapeHtml(initials)}</text></svg>`
}
