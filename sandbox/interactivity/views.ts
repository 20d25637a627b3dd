import { installationOf } from '../world/find.ts'
import { makeSecret } from '../world/ids.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json, Trigger, View } from '../world/types.ts'
import type { World } from '../world/world.ts'

const MAX_STACK = 3

const newHash = (world: World): string => `${Math.floor(world.clock.now() / 1000)}.${makeSecret(4)}`

/** @see https://docs.slack.dev/reference/views */
export function presentView(world: World, view: View, state: Json = { values: {} }): Json {
  return {
    id: view.id,
    team_id: view.teamId,
    state,
    hash: view.hash,
    previous_view_id: view.previousViewId ?? null,
    root_view_id: view.rootViewId,
    app_id: view.appId,
    app_installed_team_id: view.teamId,
    bot_id: installationOf(world, view.appId, view.teamId)?.botId ?? '',
    title: { type: 'plain_text', text: 'View Title', emoji: true },
    close: null,
    submit: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view.content,
  }
}

/** The open modals of a person, from the first to the one on top. */
export const modalStack = (world: World, userId: string): View[] =>
  [...world.views.values()].filter((view) => view.userId === userId && view.type === 'modal' && view.isOpen)

const add = (world: World, view: Omit<View, 'hash' | 'isOpen' | 'rootViewId'> & { rootViewId?: string }): View => {
  const externalId = view.content.external_id
  const taken = world.views
    .values()
    .some((other) => externalId && other.appId === view.appId && other.isOpen && other.content.external_id === externalId)
  if (taken) throw new SlackError('duplicate_external_id')
  const stored: View = { ...view, rootViewId: view.rootViewId ?? view.id, hash: newHash(world), isOpen: true }
  world.views.set(stored.id, stored)
  world.touched({ userId: view.userId })
  return stored
}

/** Opens a modal over whatever this person sees; another stack of theirs goes away. */
export function openView(world: World, trigger: Trigger, content: Json): View {
  for (const open of modalStack(world, trigger.userId)) open.isOpen = false
  const { appId, teamId, userId } = trigger
  return add(world, { id: world.ids.next('V'), appId, teamId, userId, type: 'modal', content })
}

/** @throws SlackError `push_limit_reached` */
export function pushView(world: World, below: View, content: Json): View {
  if (modalStack(world, below.userId).length >= MAX_STACK) throw new SlackError('push_limit_reached')
  const { appId, teamId, userId, rootViewId, id: previousViewId } = below
  return add(world, { id: world.ids.next('V'), appId, teamId, userId, type: 'modal', content, rootViewId, previousViewId })
}

/** Closed views are gone. @throws SlackError `not_found`, `hash_conflict` */
export function updateView(world: World, view: View | undefined, change: { content: Json; hash?: string | undefined }): View {
  if (!view?.isOpen) throw new SlackError('not_found')
  if (change.hash !== undefined && change.hash !== view.hash) throw new SlackError('hash_conflict')
  view.content = change.content
  view.hash = newHash(world)
  world.touched({ userId: view.userId })
  return view
}

/** One home per app and person. */
export function publishHome(
  world: World,
  of: Pick<View, 'appId' | 'teamId' | 'userId'>,
  change: { content: Json; hash?: string | undefined },
): View {
  const existing = world.views.values().find((view) => view.type === 'home' && view.appId === of.appId && view.userId === of.userId)
  if (existing) return updateView(world, existing, change)
  return add(world, { ...of, id: world.ids.next('V'), type: 'home', content: change.content })
}

/** Closes one modal, or the whole stack. */
export function closeViews(world: World, view: View, isCleared: boolean): void {
  const closing = isCleared ? modalStack(world, view.userId) : [view]
  for (const each of closing) each.isOpen = false
  world.touched({ userId: view.userId })
}
