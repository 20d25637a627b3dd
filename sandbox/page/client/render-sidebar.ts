import type { PageSidebar, PageWorkspaces } from '../page-state.ts'
import { h, option } from './dom.ts'

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

const sign = (channel: Listed): string => {
  if (channel.kind === 'private') return '🔒'
  return channel.kind === 'public' ? '#' : '●'
}

const item = (channel: Listed, actions: SidebarActions): HTMLElement =>
  h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: channel.is_unread ? 'channel unread' : 'channel',
        'aria-current': channel.id === actions.channelId ? 'page' : undefined,
        on: { click: () => actions.openChannel(channel.id) },
      },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, sign(channel)),
      channel.title,
      channel.is_shared ? h('span', { class: 'badge foreign', title: 'Shared with another workspace' }, 'shared') : null,
    ),
  )

const group = (title: string, channels: Listed[], actions: SidebarActions): HTMLElement | null =>
  channels.length === 0
    ? null
    : h('section', { 'aria-label': title }, h('h2', {}, title), h('ul', {}, ...channels.map((channel) => item(channel, actions))))

const picker = (label: string, options: HTMLOptionElement[], choose: (value: string) => void): HTMLElement =>
  h(
    'label',
    { class: 'picker' },
    label,
    h('select', { on: { change: (event) => choose((event.target as HTMLSelectElement).value) } }, ...options),
  )

function startDm(sidebar: PageSidebar, actions: SidebarActions): HTMLElement {
  const choose = (event: Event) => {
    const select = event.target as HTMLSelectElement
    if (select.value) actions.startDm(select.value)
  }
  return h(
    'select',
    { class: 'new-dm', 'aria-label': 'Start a conversation with', on: { change: choose } },
    option('', 'New message…', true),
    ...sidebar.people.map(({ id, name, is_bot }) => option(id, is_bot ? `${name} (app)` : name)),
  )
}

const apps = (sidebar: PageSidebar, actions: SidebarActions): HTMLElement | null => {
  const open = ({ id, name }: PageSidebar['apps'][number]) =>
    h('li', {}, h('button', { type: 'button', class: 'channel', on: { click: () => actions.openApp(id) } }, `◆ ${name}`))
  return sidebar.apps.length === 0
    ? null
    : h('section', { 'aria-label': 'Apps' }, h('h2', {}, 'Apps'), h('ul', {}, ...sidebar.apps.map(open)))
}

const shortcuts = (sidebar: PageSidebar, actions: SidebarActions): HTMLElement | null => {
  const all = sidebar.apps.flatMap((app) => app.shortcuts.filter(({ type }) => type === 'global').map((shortcut) => ({ ...shortcut, app })))
  if (all.length === 0) return null
  const run = ({ app, callback_id }: (typeof all)[number]) => actions.runShortcut(app.id, callback_id)
  return h(
    'section',
    { 'aria-label': 'Shortcuts' },
    h('h2', {}, 'Shortcuts'),
    h(
      'ul',
      {},
      ...all.map((shortcut) =>
        h('li', {}, h('button', { type: 'button', class: 'channel', on: { click: () => run(shortcut) } }, `⚡ ${shortcut.name}`)),
      ),
    ),
  )
}

export function renderSidebar(workspaces: PageWorkspaces, sidebar: PageSidebar, actions: SidebarActions): HTMLElement {
  const people = workspaces.find(({ id }) => id === actions.teamId)?.people ?? []
  const of = (...kinds: string[]) => sidebar.channels.filter((channel) => kinds.includes(channel.kind) && !channel.is_archived)
  return h(
    'div',
    { class: 'sidebar-body' },
    h('p', { class: 'brand' }, 'Slack sandbox'),
    picker(
      'Workspace',
      workspaces.map(({ id, name }) => option(id, name, id === actions.teamId)),
      actions.chooseTeam,
    ),
    picker(
      'Act as',
      people.map(({ id, name }) => option(id, name, id === actions.userId)),
      actions.choosePerson,
    ),
    h(
      'nav',
      { 'aria-label': 'Conversations' },
      group(
        'Channels',
        of('public', 'private').filter(({ is_member }) => is_member),
        actions,
      ),
      group(
        'Other channels',
        of('public').filter(({ is_member }) => !is_member),
        actions,
      ),
      group('Direct messages', of('im', 'mpim'), actions),
      startDm(sidebar, actions),
      apps(sidebar, actions),
      shortcuts(sidebar, actions),
    ),
  )
}
