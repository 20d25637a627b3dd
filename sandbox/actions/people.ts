import { announceTeamJoin, announceUserChange } from '../events/people-events.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Team, User } from '../world/types.ts'
import { nowSeconds, type World } from '../world/world.ts'

export function createTeam(world: World, input: { name: string; domain: string }): Team {
  if (world.teams.values().some((team) => team.domain === input.domain)) throw new SlackError('domain_taken')
  const team: Team = { id: world.ids.next('T'), name: input.name, domain: input.domain, created: nowSeconds(world) }
  world.teams.set(team.id, team)
  world.touched({})
  return team
}

export interface NewUser {
  teamId: string
  name: string
  realName: string
  email?: string
  emailUnconfirmed?: boolean
  isAdmin?: boolean
  tz?: string
  image?: string
  bot?: { id: string; appId: string }
}

export function createUser(world: World, input: NewUser): User {
  const user: User = {
    id: world.ids.next('U'),
    teamId: input.teamId,
    name: input.name,
    realName: input.realName,
    displayName: input.bot ? '' : input.realName.split(' ')[0]!.toLowerCase(),
    title: '',
    phone: '',
    isAdmin: input.isAdmin ?? false,
    isBot: input.bot !== undefined,
    deleted: false,
    tz: input.tz ?? 'Europe/London',
    statusText: '',
    statusEmoji: '',
    statusExpiration: 0,
    presence: 'active',
    updated: nowSeconds(world),
    ...(input.email ? { email: input.email } : {}),
    ...(input.emailUnconfirmed ? { emailUnconfirmed: true } : {}),
    ...(input.image ? { image: input.image } : {}),
    ...(input.bot ? { botId: input.bot.id, appId: input.bot.appId } : {}),
  }
  world.users.set(user.id, user)
  if (!user.isBot) announceTeamJoin(world, user)
  world.touched({})
  return user
}

export interface ProfileChange {
  email?: string
  real_name?: string
  display_name?: string
  first_name?: string
  last_name?: string
  title?: string
  phone?: string
  status_text?: string
  status_emoji?: string
  status_expiration?: number
}

export function changeProfile(world: World, user: User, change: ProfileChange): void {
  const [first = '', ...rest] = user.realName.split(' ')
  const fullName = `${change.first_name ?? first} ${change.last_name ?? rest.join(' ')}`.trim()
  user.realName = change.real_name ?? fullName
  user.displayName = change.display_name ?? user.displayName
  user.email = change.email ?? user.email
  user.title = change.title ?? user.title
  user.phone = change.phone ?? user.phone
  user.statusText = change.status_text ?? user.statusText
  user.statusEmoji = change.status_emoji ?? user.statusEmoji
  user.statusExpiration = change.status_expiration ?? (change.status_text === '' ? 0 : user.statusExpiration)
  if (change.status_text && !user.statusEmoji) user.statusEmoji = ':speech_balloon:'
  touchUser(world, user)
  scheduleStatusEnd(world, user)
}

/** Slack takes a status away once its time has come. */
export function scheduleStatusEnd(world: World, user: User): void {
  const { statusExpiration } = user
  if (statusExpiration === 0) return
  world.clock.schedule(Math.max(0, statusExpiration * 1000 - world.clock.now()), () => {
    if (user.statusExpiration !== statusExpiration) return
    changeProfile(world, user, { status_text: '', status_emoji: '', status_expiration: 0 })
  })
}

/** Their tokens stop working with `account_inactive`. */
export function setDeactivated(world: World, user: User, deleted: boolean): void {
  user.deleted = deleted
  for (const token of world.tokens.values()) {
    if (token.kind === 'user' && token.userId === user.id && token.state !== 'revoked') token.state = deleted ? 'inactive' : token.state
  }
  touchUser(world, user)
}

function touchUser(world: World, user: User): void {
  user.updated = nowSeconds(world)
  announceUserChange(world, user)
  world.touched({ userId: user.id })
}
