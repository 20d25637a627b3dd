import type { Json, User } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { sharesChannel } from '../world/find.ts'

/** Who is looking: decides whether the e-mail address and the foreign person's details are shown. */
export interface UserViewer {
  teamId: string
  userId: string
  mayReadEmail: boolean
}

const SIZES = [24, 32, 48, 72, 192, 512]

const tzOffset = (tz: string, at: number): number => {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(at)
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '')
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60) : 0
}

const images = (world: World, user: User): Json =>
  Object.fromEntries(SIZES.map((size) => [`image_${size}`, user.image ?? `${world.baseUrl}/avatars/${user.id}/${size}`]))

const names = (user: User): Json => {
  const [first = '', ...rest] = user.realName.split(' ')
  return {
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.displayName,
    display_name_normalized: user.displayName,
    first_name: first,
    last_name: rest.join(' '),
  }
}

export function presentProfile(world: World, user: User, viewer: UserViewer): Json {
  const isForeign = user.teamId !== viewer.teamId
  const profile: Json = {
    ...names(user),
    avatar_hash: user.id.slice(-10).toLowerCase(),
    status_text: user.statusText,
    status_emoji: user.statusEmoji,
    status_expiration: user.statusExpiration,
    status_text_canonical: '',
    ...images(world, user),
  }
  if (isForeign) return { ...profile, team: user.teamId }
  return {
    title: user.title,
    phone: user.phone,
    skype: '',
    ...profile,
    ...(user.isBot ? { bot_id: user.botId, api_app_id: user.appId, always_active: true } : {}),
    ...(viewer.mayReadEmail && user.email ? { email: user.email } : {}),
    team: user.teamId,
  }
}

/** People of another workspace come reduced: no e-mail address, roles or time zone. */
export function presentUser(world: World, user: User, viewer: UserViewer): Json {
  const base: Json = { id: user.id, team_id: user.teamId, name: user.name, deleted: user.deleted }
  const profile = presentProfile(world, user, viewer)
  if (user.deleted) return { ...base, is_bot: user.isBot, is_app_user: false, updated: user.updated, profile }
  if (user.teamId !== viewer.teamId) {
    const is_stranger = !sharesChannel(world, user.id, viewer.userId)
    return { ...base, real_name: user.realName, profile, is_bot: user.isBot, is_app_user: false, is_stranger, updated: user.updated }
  }
  return {
    ...base,
    color: '9f69e7',
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: tzOffset(user.tz, world.clock.now()),
    profile,
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    updated: user.updated,
    is_email_confirmed: !user.isBot,
    who_can_share_contact_card: 'EVERYONE',
  }
}

/** What a foreign author's message carries about them, since the other side cannot look them up. */
export const presentUserProfile = (world: World, user: User): Json => ({
  avatar_hash: user.id.slice(-10).toLowerCase(),
  image_72: user.image ?? `${world.baseUrl}/avatars/${user.id}/72`,
  first_name: user.realName.split(' ')[0] ?? '',
  real_name: user.realName,
  display_name: user.displayName,
  team: user.teamId,
  name: user.name,
  is_restricted: false,
  is_ultra_restricted: false,
})
