import type { PageSidebar, PageWorkspaces } from '../page-state.ts'
import { h, option } from './dom.ts'
import { icon } from './icons.ts'

export interface SidebarActions {
  teamId: string
  userId: string
  channelId: string
  chooseTeam(id: string): void
  choosePerson(id: string): void
  openChannel(id: string): void
  startDm(userId: string): void
  openApp(appId: string): void
  runShortcut(appId: string, callbackId: string): void
}

type Listed = PageSidebar['channels'][number]

const faceOf = (id: string): Node => h('img', { class: 'tiny', src: `/avatars/${id}/24`, alt: '' })

const sign = (channel: Listed): Node => {
  if (channel.kind === 'private') return icon('lock')
  if (channel.kind === 'public') return icon('hash')
  return channel.partner_id ? faceOf(channel.partner_id) : icon('people')
}

const entry = (key: string, face: Node, label: string, click: () => void): HTMLElement =>
  h(
    'li',
    {},
    h('button', { type: 'button', class: 'channel', 'data-focus': key, on: { click } }, face, h('span', { class: 'label' }, label)),
  )

function item(channel: Listed, actions: SidebarActions): HTMLElement {
  const isCurrent = channel.id === actions.channelId
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: channel.is_unread && !isCurrent ? 'channel unread' : 'channel',
        'data-focus': channel.id,
        'aria-current': isCurrent ? 'page' : undefined,
        on: { click: () => actions.openChannel(channel.id) },
      },
      sign(channel),
      h('span', { class: 'label' }, channel.title),
      channel.is_shared ? h('span', { class: 'badge foreign', title: 'Shared with another workspace' }, 'shared') : null,
      channel.is_unread && !isCurrent ? h('span', { class: 'dot' }, h('span', { class: 'sr-only' }, 'unread')) : null,
    ),
  )
}

const group = (title: string, entries: HTMLElement[]): HTMLElement | null =>
  entries.length === 0 ? null : h('section', { 'aria-label': title }, h('h2', {}, title), h('ul', {}, ...entries))

const picker = (label: string, options: HTMLOptionElement[], choose: (value: string) => void): HTMLElement =>
  h(
    'label',
    { class: 'picker' },
    h('span', {}, label),
    h('select', { 'data-focus': label, on: { change: (event) => choose((event.target as HTMLSelectElement).value) } }, ...options),
  )

function startDm(sidebar: PageSidebar, actions: SidebarActions): HTMLElement {
  const choose = (event: Event) => {
    const select = event.target as HTMLSelectElement
    if (select.value) actions.startDm(select.value)
  }
  return h(
    'label',
    { class: 'new-dm' },
    icon('plus'),
    h(
      'select',
      { 'aria-label': 'Start a conversation with', on: { change: choose } },
      option('', 'New message', true),
      ...sidebar.people.map(({ id, name, is_bot }) => option(id, is_bot ? `${name} (app)` : name)),
    ),
  )
}

const shortcutsOf = (sidebar: PageSidebar, actions: SidebarActions): HTMLElement[] =>
  sidebar.apps.flatMap((app) =>
    app.shortcuts
      .filter(({ type }) => type === 'global')
      .map(({ callback_id, name }) => entry(`shortcut-${callback_id}`, icon('bolt'), name, () => actions.runShortcut(app.id, callback_id))),
  )

/** Who acts, and where. */
export const renderSwitchers = (workspaces: PageWorkspaces, actions: SidebarActions): HTMLElement =>
  h(
    'div',
    { class: 'switchers' },
    h('img', { class: 'avatar', src: `/avatars/${actions.userId}/48`, alt: '' }),
    picker(
      'Act as',
      (workspaces.find(({ id }) => id === actions.teamId)?.people ?? []).map(({ id, name }) => option(id, name, id === actions.userId)),
      actions.choosePerson,
    ),
    picker(
      'Workspace',
      workspaces.map(({ id, name }) => option(id, name, id === actions.teamId)),
      actions.chooseTeam,
    ),
  )

/** Every conversation this person sees, and what apps offer them. */
export function renderNavigation(sidebar: PageSidebar, actions: SidebarActions): HTMLElement {
  const of = (...kinds: string[]) => sidebar.channels.filter((channel) => kinds.includes(channel.kind) && !channel.is_archived)
  const rooms = of('public', 'private')
  const items = (channels: Listed[]) => channels.map((channel) => item(channel, actions))
  return h(
    'nav',
    { 'aria-label': 'Conversations' },
    group('Channels', items(rooms.filter(({ is_member }) => is_member))),
    group('Other channels', items(rooms.filter(({ is_member }) => !is_member))),
    group('Direct messages', items(of('im', 'mpim'))),
    startDm(sidebar, actions),
    group(
      'Apps',
      sidebar.apps.map((app) =>
        entry(`app-${app.id}`, app.bot_user_id ? faceOf(app.bot_user_id) : icon('app'), app.name, () => actions.openApp(app.id)),
      ),
    ),
    group('Shortcuts', shortcutsOf(sidebar, actions)),
  )
}
