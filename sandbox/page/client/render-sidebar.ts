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

interface Entry {
  key: string
  face: Node
  label: string
  isCurrent?: boolean
  isUnread?: boolean
  isShared?: boolean
  click(): void
}

function entry({ key, face, label, click, isCurrent = false, isShared = false, ...of }: Entry): HTMLElement {
  const isUnread = of.isUnread === true && !isCurrent
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: isUnread ? 'channel unread' : 'channel',
        'data-focus': key,
        'aria-current': isCurrent ? 'page' : undefined,
        on: { click },
      },
      face,
      h('span', { class: 'label' }, label),
      isShared ? h('span', { class: 'badge foreign', title: 'Shared with another workspace' }, 'shared') : null,
      isUnread ? h('span', { class: 'dot' }, h('span', { class: 'sr-only' }, 'unread')) : null,
    ),
  )
}

const item = (channel: Listed, actions: SidebarActions): HTMLElement =>
  entry({
    key: channel.id,
    face: sign(channel),
    label: channel.title,
    isCurrent: channel.id === actions.channelId,
    isUnread: channel.is_unread,
    isShared: channel.is_shared,
    click: () => actions.openChannel(channel.id),
  })

/** Opens the app's home, or what it wrote when that has not been read. */
function appItem(app: PageSidebar['apps'][number], channel: Listed | undefined, actions: SidebarActions): HTMLElement {
  const isUnread = channel?.is_unread === true
  return entry({
    key: `app-${app.id}`,
    face: app.bot_user_id ? faceOf(app.bot_user_id) : icon('app'),
    label: app.name,
    isCurrent: channel?.id === actions.channelId,
    isUnread,
    click: () => (channel && isUnread ? actions.openChannel(channel.id) : actions.openApp(app.id)),
  })
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
      .map(({ callback_id, name }) =>
        entry({
          key: `shortcut-${callback_id}`,
          face: icon('bolt'),
          label: name,
          click: () => actions.runShortcut(app.id, callback_id),
        }),
      ),
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
  /** An app that was taken away leaves what it wrote among the direct messages. */
  const appOf = (channel: Listed) => sidebar.apps.find(({ id }) => id === channel.app_id)
  const items = (channels: Listed[]) => channels.map((channel) => item(channel, actions))
  return h(
    'nav',
    { 'aria-label': 'Conversations' },
    group('Channels', items(rooms.filter(({ is_member }) => is_member))),
    group('Other channels', items(rooms.filter(({ is_member }) => !is_member))),
    group('Direct messages', items(of('im', 'mpim').filter((channel) => !appOf(channel)))),
    startDm(sidebar, actions),
    group(
      'Apps',
      sidebar.apps.map((app) =>
        appItem(
          app,
          sidebar.channels.find((channel) => appOf(channel) === app),
          actions,
        ),
      ),
    ),
    group('Shortcuts', shortcutsOf(sidebar, actions)),
  )
}
