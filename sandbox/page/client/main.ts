import { createConversation } from './conversation.ts'
import { h } from './dom.ts'
import { icon, type IconName } from './icons.ts'
import { keepingFocus } from './keyed-list.ts'
import { keepPlace } from './place.ts'
import { renderModal } from './render-modal.ts'
import { renderNavigation, renderSwitchers, type SidebarActions } from './render-sidebar.ts'
import { act, readChannel, readSidebar, readWorkspaces, watch, type ActResult } from './sandbox-api.ts'
import { doing, noticePart, session, told } from './session.ts'
import { createSidePanel, type PanelName } from './side-panel.ts'

const NARROW = matchMedia('(max-width: 760px)')

const { place } = session
const root = document.querySelector<HTMLElement>('#app') ?? document.body
const switcherPart = h('div')
const navigationPart = h('div', { class: 'navigation-part' }, h('p', { class: 'empty' }, 'Loading…'))
const closeMenu = h(
  'button',
  { type: 'button', class: 'icon-button narrow', 'aria-label': 'Close the list', on: { click: () => showMenu(false) } },
  icon('close'),
)
const sidebarPart = h(
  'aside',
  { class: 'sidebar', 'aria-label': 'Workspace' },
  h('div', { class: 'brand' }, h('span', { class: 'mark', 'aria-hidden': 'true' }), 'Slack sandbox', closeMenu),
  switcherPart,
  navigationPart,
)
const menuButton = h(
  'button',
  {
    type: 'button',
    class: 'icon-button narrow',
    'aria-label': 'Conversations and people',
    'aria-expanded': 'false',
    on: { click: () => showMenu(true) },
  },
  icon('menu'),
)
const offlinePart = h('p', { class: 'offline', role: 'alert', hidden: true })
const modalPart = h('div')

const tool = (name: PanelName, label: string, face: IconName): HTMLButtonElement =>
  h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-pressed': 'false',
      title: label,
      'data-panel': name,
      on: { click: () => panel.toggle(name) },
    },
    icon(face),
    h('span', { class: 'tool-label' }, label),
  )
const tools = h('div', { class: 'tools' }, tool('log', 'Log', 'log'), tool('faults', 'Faults', 'flame'), tool('apps', 'Apps', 'app'))

const panel = createSidePanel({
  edit: (message) => edit(message?.ts),
  changed(open) {
    root.classList.toggle('with-panel', open !== undefined)
    if (open !== 'thread' && open !== undefined) place.threadTs = ''
    for (const button of tools.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.dataset.panel === open))
  },
  closed(last) {
    if (last === 'thread') {
      const ts = place.threadTs
      openThread('')
      conversation.list.querySelector<HTMLElement>(`[data-ts="${CSS.escape(ts)}"]`)?.focus()
    } else tools.querySelector<HTMLElement>(`[data-panel="${last}"]`)?.focus()
  },
  armed(count) {
    const button = tools.querySelector<HTMLElement>('[data-panel="faults"]')
    button?.querySelector('.count')?.remove()
    if (count > 0) button?.append(h('span', { class: 'count' }, String(count), h('span', { class: 'sr-only' }, ' set')))
  },
})

const conversation = createConversation(menuButton, tools, {
  openThread: (ts) => openThread(ts),
  edit: (message) => edit(message?.ts),
  show(tab) {
    session.tab = tab
    const appId = session.channel?.app_id
    if (appId) void act('openAppHome', { user_id: place.userId, app_id: appId, tab })
    conversation.draw()
  },
})

function showMenu(isOpen: boolean): void {
  root.classList.toggle('with-menu', isOpen)
  menuButton.setAttribute('aria-expanded', String(isOpen))
  if (isOpen) sidebarPart.querySelector<HTMLElement>('select')?.focus()
  else if (NARROW.matches) menuButton.focus()
}

/** Changes a message in its place; undefined: none any more. */
function edit(ts: string | undefined): void {
  const left = session.editing
  session.editing = ts ?? ''
  conversation.draw()
  panel.draw()
  const row = document.querySelector<HTMLElement>(`[data-ts="${CSS.escape(ts ?? left)}"]`)
  const text = row?.querySelector('textarea')
  ;(text ?? row)?.focus()
}

function openThread(ts: string): void {
  place.threadTs = ts
  keepPlace(place)
  panel.showThread(ts)
  if (ts) panel.focusThread()
}

function drawModal(): void {
  const view = session.sidebar?.modals.at(-1)
  const key = view ? `${String(view.id)}:${String(view.hash)}` : ''
  const open = modalPart.querySelector('dialog')
  if ((open?.dataset.view ?? '') === key) return
  open?.close()
  modalPart.replaceChildren()
  if (!view) return
  const dialog = renderModal(view, {
    names: session.sidebar?.names ?? {},
    close: (id) => void doing('closeView', { view_id: id }),
    click: (id, action) => void doing('clickInView', { view_id: id, ...action }),
    submit: async (id, values) => (await doing('submitView', { view_id: id, values })).errors ?? {},
  })
  modalPart.append(dialog)
  dialog.showModal()
}

const opening = (result: ActResult, tab: 'home' | 'messages'): void => {
  const { channel_id: channelId } = told(result)
  if (!channelId) return
  session.tab = tab
  go({ channelId, threadTs: '' })
}

const sidebarActions = (): SidebarActions => ({
  ...place,
  chooseTeam: (teamId) => go({ teamId, userId: '', channelId: '', threadTs: '' }),
  choosePerson: (userId) => go({ userId, channelId: place.channelId.startsWith('D') ? '' : place.channelId, threadTs: '' }),
  openChannel(channelId) {
    session.tab = 'messages'
    go({ channelId, threadTs: '' })
  },
  startDm: (userId) => void act('openDm', { user_id: place.userId, with: [userId] }).then((result) => opening(result, 'messages')),
  openApp: (appId) => void act('openAppHome', { user_id: place.userId, app_id: appId }).then((result) => opening(result, 'home')),
  runShortcut: (appId, callbackId) => void doing('globalShortcut', { app_id: appId, callback_id: callbackId }),
})

let sidebarState = ''

function drawSidebar(): void {
  const { sidebar, workspaces } = session
  const state = JSON.stringify([workspaces, sidebar, place.teamId, place.userId, place.channelId])
  if (!sidebar || state === sidebarState) return
  sidebarState = state
  const actions = sidebarActions()
  // A list that is being chosen from stays as it is.
  const focused = document.activeElement
  if (!(focused instanceof HTMLSelectElement && navigationPart.contains(focused)))
    keepingFocus(navigationPart, () => navigationPart.replaceChildren(renderNavigation(sidebar, actions)))
  keepingFocus(switcherPart, () => switcherPart.replaceChildren(renderSwitchers(workspaces, actions)))
}

/** Fills in what is not chosen: the first workspace, its first person. */
async function settle(): Promise<void> {
  session.workspaces = await readWorkspaces()
  const team = session.workspaces.find(({ id }) => id === place.teamId) ?? session.workspaces[0]
  place.teamId = team?.id ?? ''
  place.userId = (team?.people.find(({ id }) => id === place.userId) ?? team?.people[0])?.id ?? ''
}

async function look(): Promise<void> {
  const sidebar = await readSidebar(place.userId)
  const listed = sidebar.channels.find(({ id }) => id === place.channelId)
  if (!listed && !place.channelId.startsWith('D')) place.channelId = sidebar.channels.find(({ is_member }) => is_member)?.id ?? ''
  session.sidebar = sidebar
  session.channel = place.channelId ? await readChannel(place.userId, place.channelId).catch(() => undefined) : undefined
  keepPlace(place)
  drawSidebar()
  conversation.draw()
  panel.showThread(place.threadTs)
  drawModal()
  const last = session.channel?.messages.at(-1)
  if (session.channel?.is_unread && last) void doing('markRead', { channel_id: session.channel.id, ts: last.ts })
}

function nothingYet(): void {
  session.sidebar = undefined
  session.channel = undefined
  navigationPart.replaceChildren(
    h(
      'p',
      { class: 'empty' },
      'There is no workspace yet. pnpm sandbox begins with two; a test makes its own with createWorkspace and createUser.',
    ),
  )
  conversation.draw()
}

let isReading = false
let isStale = false

async function refresh(): Promise<void> {
  if (isReading) {
    isStale = true
    return
  }
  isReading = true
  try {
    await settle()
    if (place.userId) await look()
    else nothingYet()
    connected(true)
  } catch {
    connected(false)
  } finally {
    isReading = false
    if (isStale) {
      isStale = false
      void refresh()
    }
  }
}

function connected(isConnected: boolean): void {
  offlinePart.hidden = isConnected
  offlinePart.textContent = isConnected ? '' : 'The sandbox does not answer. Is it still running? Trying again…'
}

function go(to: Partial<typeof place>): void {
  const isElsewhere = to.channelId !== undefined && to.channelId !== place.channelId && to.userId === undefined
  session.editing = ''
  Object.assign(place, to)
  root.classList.remove('with-menu')
  menuButton.setAttribute('aria-expanded', 'false')
  void refresh().then(() => {
    if (isElsewhere && !NARROW.matches) conversation.focus()
  })
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open], :popover-open')) return
  if (root.classList.contains('with-menu')) showMenu(false)
  else panel.close()
})

root.append(sidebarPart, conversation.element, panel.element, modalPart, noticePart, offlinePart)
watch({
  changed() {
    void refresh()
    panel.changed()
  },
  logged: () => panel.logged(),
  connected,
})
