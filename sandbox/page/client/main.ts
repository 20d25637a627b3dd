import type { PageChannel, PageMessage, PageSidebar, PageWorkspaces } from '../page-state.ts'
import { createComposer, type Composed } from './composer.ts'
import { h } from './dom.ts'
import { renderBlocks } from './render-blocks.ts'
import { renderMessage, type MessageActions } from './render-message.ts'
import { renderModal } from './render-modal.ts'
import { renderSidebar } from './render-sidebar.ts'
import type { Json } from './rich-text.ts'
import { act, readChannel, readSidebar, readWorkspaces, watch, type ActResult } from './sandbox-api.ts'
import { typedText } from './typed-text.ts'

/** Who acts, where they look. Kept in the address, so that a reload comes back to it. */
const place = { teamId: '', userId: '', channelId: '', threadTs: '' }

const sidebarPart = h('aside', { class: 'sidebar' })
const titlePart = h('header', { class: 'title' })
const listPart = h('div', { class: 'messages', role: 'log', 'aria-label': 'Messages', tabindex: 0 })
const homePart = h('section', { class: 'home', 'aria-label': 'Home', hidden: true })
const composerPart = h('div', { class: 'composer-part' })
const threadPart = h('aside', { class: 'thread', 'aria-label': 'Thread', hidden: true })
const modalPart = h('div')
const noticePart = h('p', { class: 'notice', role: 'status', hidden: true })

let workspaces: PageWorkspaces = []
let sidebar: PageSidebar | undefined
let channel: PageChannel | undefined
let composerFor = ''
let threadFor = ''

const notice = (text: string): void => {
  noticePart.textContent = text
  noticePart.hidden = false
  setTimeout(() => (noticePart.hidden = true), 4_000)
}

const told = (result: ActResult): ActResult => {
  if (result.error) notice(`Slack says: ${result.error}`)
  return result
}

const doing = (name: string, input: Json): void => void act(name, { user_id: place.userId, ...input }).then(told)

const keepPlace = (): void => {
  history.replaceState(null, '', `/#${[place.teamId, place.userId, place.channelId, place.threadTs].filter(Boolean).join('/')}`)
}

async function send(message: Composed, thread?: { ts: string; broadcast: boolean }): Promise<string | undefined> {
  const [command = '', ...rest] = message.text.split(' ')
  const at = { user_id: place.userId, channel_id: place.channelId }
  const isCommand = /^\/[a-z]/.test(command) && !thread
  const text = typedText(message.text, sidebar?.names ?? {})
  const result = isCommand
    ? await act('slashCommand', { ...at, command, text: rest.join(' ') })
    : await act('postMessage', {
        ...at,
        text,
        files: message.files,
        ...(thread ? { thread_ts: thread.ts, reply_broadcast: thread.broadcast } : {}),
      })
  return result.error ? `Slack says: ${result.error}` : undefined
}

function actionsFor(isThread: boolean): MessageActions {
  const at = (message: PageMessage) => ({ channel_id: place.channelId, ts: message.ts })
  const mine = (message: PageMessage, name: string) =>
    ((message as Json).reactions as { name: string; users: string[] }[] | undefined)?.some(
      (r) => r.name === name && r.users.includes(place.userId),
    )
  return {
    names: sidebar?.names ?? {},
    me: place.userId,
    ...(isThread ? {} : { openThread }),
    react: (message, name) => doing(mine(message, name) ? 'unreact' : 'react', { ...at(message), name }),
    edit(message) {
      const text = prompt('Edit message', message.text)
      if (text) doing('editMessage', { ...at(message), text })
    },
    remove: (message) => doing('deleteMessage', at(message)),
    click: (message, action) => doing('clickButton', { channel_id: place.channelId, message_ts: message.ts, ...action }),
    shortcuts: (sidebar?.apps ?? []).flatMap((app) =>
      app.shortcuts.filter(({ type }) => type === 'message').map(({ callback_id, name }) => ({ callback_id, name, app_id: app.id })),
    ),
    shortcut: (message, shortcut) =>
      doing('messageShortcut', {
        channel_id: place.channelId,
        message_ts: message.ts,
        callback_id: shortcut.callback_id,
        app_id: shortcut.app_id,
      }),
  }
}

function fill(list: HTMLElement, messages: PageMessage[], actions: MessageActions): void {
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80
  list.replaceChildren(...messages.map((message) => renderMessage(message, actions)))
  if (isAtEnd) list.scrollTop = list.scrollHeight
}

function drawChannel(): void {
  if (!channel) return
  const isRoom = channel.kind === 'public' || channel.kind === 'private'
  const title = isRoom ? `#${channel.title}` : channel.title
  const shared = channel.teams.length > 1 ? `Shared: ${channel.teams.join(' and ')}` : ''
  titlePart.replaceChildren(h('h1', {}, title), h('small', {}, `${channel.member_count} members`), h('small', {}, shared))
  const shown = channel.messages.filter(
    (message) =>
      !(message as Json).thread_ts || (message as Json).thread_ts === message.ts || (message as Json).subtype === 'thread_broadcast',
  )
  fill(listPart, shown, actionsFor(false))
  const key = `${place.userId}:${channel.id}`
  if (composerFor === key) return
  composerFor = key
  listPart.scrollTop = listPart.scrollHeight
  composerPart.replaceChildren(createComposer(`Message ${title}`, (message) => send(message)))
}

/** What an app has published for this person, above their messages with it. */
function drawHome(): void {
  const view = sidebar?.homes.find((home) => home.app_id === channel?.app_id)
  homePart.hidden = !view
  if (!view) return
  const context = { names: sidebar?.names ?? {}, act: (action: Json) => doing('clickInView', { view_id: view.id, ...action }) }
  homePart.replaceChildren(renderBlocks(view.blocks as Json[], context))
}

function drawThread(): void {
  threadPart.hidden = !place.threadTs
  if (!channel || !place.threadTs) return
  const messages = channel.messages.filter((message) => message.ts === place.threadTs || (message as Json).thread_ts === place.threadTs)
  if (threadFor !== place.threadTs) {
    threadFor = place.threadTs
    const ts = place.threadTs
    const list = h('div', { class: 'messages', role: 'log', 'aria-label': 'Thread messages', tabindex: 0 })
    const close = h('button', { type: 'button', 'aria-label': 'Close thread', on: { click: () => openThread('') } }, '✕')
    const also = h('input', { type: 'checkbox' })
    const reply = (message: Composed) => {
      const broadcast = also.checked
      also.checked = false
      return send(message, { ts, broadcast })
    }
    threadPart.replaceChildren(
      h('header', { class: 'title' }, h('h2', {}, 'Thread'), close),
      list,
      createComposer('Reply in this thread', reply),
      h('label', { class: 'also' }, also, 'Also send to the channel'),
    )
  }
  const list = threadPart.querySelector<HTMLElement>('.messages')
  if (list) fill(list, messages, actionsFor(true))
}

function drawModal(): void {
  const view = sidebar?.modals.at(-1)
  const key = view ? `${String(view.id)}:${String(view.hash)}` : ''
  const open = modalPart.querySelector('dialog')
  if (open?.dataset.view === key) return
  open?.close()
  modalPart.replaceChildren()
  if (!view) return
  const dialog = renderModal(view, {
    names: sidebar?.names ?? {},
    close: (id) => doing('closeView', { view_id: id }),
    click: (id, action) => doing('clickInView', { view_id: id, ...action }),
    submit: async (id, values) => told(await act('submitView', { user_id: place.userId, view_id: id, values })).errors ?? {},
  })
  modalPart.append(dialog)
  dialog.showModal()
}

function drawSidebar(): void {
  if (!sidebar) return
  const focused = document.activeElement
  if (focused instanceof HTMLSelectElement && sidebarPart.contains(focused)) return
  sidebarPart.replaceChildren(
    renderSidebar(workspaces, sidebar, {
      ...place,
      chooseTeam: (id) => go({ teamId: id, userId: '', channelId: '', threadTs: '' }),
      choosePerson: (id) => go({ ...place, userId: id, channelId: place.channelId.startsWith('D') ? '' : place.channelId, threadTs: '' }),
      openChannel: (id) => go({ ...place, channelId: id, threadTs: '' }),
      startDm: (id) =>
        void act('openDm', { user_id: place.userId, with: [id] }).then(({ channel_id }) =>
          go({ ...place, channelId: channel_id ?? '', threadTs: '' }),
        ),
      openApp: (appId) =>
        void act('openAppHome', { user_id: place.userId, app_id: appId }).then(({ channel_id }) =>
          go({ ...place, channelId: channel_id ?? '', threadTs: '' }),
        ),
      runShortcut: (appId, callbackId) => doing('globalShortcut', { app_id: appId, callback_id: callbackId }),
    }),
  )
}

function openThread(ts: string): void {
  place.threadTs = ts
  if (!ts) threadFor = ''
  keepPlace()
  drawThread()
}

/** Fills in what is not chosen: the first workspace, its first person, the first channel they are in. */
async function settle(): Promise<void> {
  workspaces = await readWorkspaces()
  const team = workspaces.find(({ id }) => id === place.teamId) ?? workspaces[0]
  place.teamId = team?.id ?? ''
  place.userId = (team?.people.find(({ id }) => id === place.userId) ?? team?.people[0])?.id ?? ''
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
  } finally {
    isReading = false
    if (isStale) {
      isStale = false
      void refresh()
    }
  }
}

async function look(): Promise<void> {
  sidebar = await readSidebar(place.userId)
  const listed = sidebar.channels.find(({ id }) => id === place.channelId)
  if (!listed && !place.channelId.startsWith('D')) place.channelId = sidebar.channels.find(({ is_member }) => is_member)?.id ?? ''
  channel = place.channelId ? await readChannel(place.userId, place.channelId).catch(() => undefined) : undefined
  keepPlace()
  drawSidebar()
  drawChannel()
  drawHome()
  drawThread()
  drawModal()
  const last = channel?.messages.at(-1)
  if (channel?.is_unread && last) doing('markRead', { channel_id: channel.id, ts: last.ts })
}

function go(to: typeof place): void {
  if (to.threadTs !== place.threadTs) threadFor = ''
  Object.assign(place, to)
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  void refresh()
}

function readAddress(): void {
  const [, channelId = '', message = ''] = /^\/archives\/(\w+)(?:\/p(\d+))?/.exec(location.pathname) ?? []
  const [teamId = '', userId = '', hashChannel = '', threadTs = ''] = location.hash.slice(1).split('/')
  const ts = message ? `${message.slice(0, -6)}.${message.slice(-6)}` : threadTs
  Object.assign(place, { teamId, userId, channelId: channelId || hashChannel, threadTs: ts })
}

readAddress()
document
  .querySelector('#app')
  ?.append(
    sidebarPart,
    h('main', { class: 'conversation' }, titlePart, homePart, listPart, composerPart),
    threadPart,
    modalPart,
    noticePart,
  )
watch(() => void refresh())
