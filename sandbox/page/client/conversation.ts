import type { PageChannel, PageMessage } from '../page-state.ts'
import { createComposer, type Composer } from './composer.ts'
import { h } from './dom.ts'
import { icon } from './icons.ts'
import { keepingFocus } from './keyed-list.ts'
import { messageActions, send } from './message-actions.ts'
import { createMessageList, showMessages } from './message-list.ts'
import { renderBlocks } from './render-blocks.ts'
import type { Json } from './rich-text.ts'
import { doing, session } from './session.ts'
import { suggestionsFor } from './suggestions.ts'

export interface ConversationActions {
  openThread(ts: string): void
  edit(message: PageMessage | undefined): void
  /** Home or messages, of a conversation with an app. */
  show(tab: 'home' | 'messages'): void
}

const isRoom = ({ kind }: PageChannel): boolean => kind === 'public' || kind === 'private'

export const isReply = (message: PageMessage): boolean => {
  const { thread_ts: root, subtype } = message as Json
  return root !== undefined && root !== message.ts && subtype !== 'thread_broadcast'
}

function titleOf(channel: PageChannel): Node[] {
  const sign = channel.kind === 'private' ? icon('lock') : icon('hash')
  const face = channel.partner_id ? h('img', { class: 'tiny', src: `/avatars/${channel.partner_id}/24`, alt: '' }) : icon('people')
  const count = channel.member_count
  return [
    h('h1', {}, isRoom(channel) ? sign : face, h('span', {}, channel.title)),
    channel.teams.length > 1 ? h('span', { class: 'badge foreign' }, `Shared: ${channel.teams.join(' and ')}`) : h('span'),
    h(
      'small',
      { class: 'about' },
      [isRoom(channel) ? `${count} ${count === 1 ? 'member' : 'members'}` : '', channel.topic].filter(Boolean).join(' · '),
    ),
  ]
}

const beginningOf = (channel: PageChannel): string =>
  isRoom(channel)
    ? `This is the very beginning of #${channel.title}. Write something, then act as somebody else to answer.`
    : `This is the very beginning of your conversation with ${channel.title}.`

function tabs(actions: ConversationActions): HTMLElement {
  const tab = (name: 'home' | 'messages', label: string) =>
    h(
      'button',
      { type: 'button', 'data-focus': name, 'aria-pressed': String(session.tab === name), on: { click: () => actions.show(name) } },
      label,
    )
  return h('div', { class: 'tabs', role: 'group', 'aria-label': 'Show' }, tab('home', 'Home'), tab('messages', 'Messages'))
}

/** What an app has published for this person. */
function homeOf(channel: PageChannel): Node {
  const view = session.sidebar?.homes.find((home) => home.app_id === channel.app_id)
  if (!view)
    return h(
      'p',
      { class: 'empty' },
      `${channel.title} has published no home for you. Apps do so with views.publish, when they hear app_home_opened.`,
    )
  const act = (action: Json) => void doing('clickInView', { view_id: view.id, ...action })
  return renderBlocks(view.blocks as Json[], { names: session.sidebar?.names ?? {}, act })
}

/** The conversation in the middle. `tools` stand at the end of its head. */
export function createConversation(menu: HTMLElement, tools: HTMLElement, actions: ConversationActions) {
  const title = h('div', { class: 'title-text' })
  const tabPart = h('div', { class: 'tab-part' })
  const home = h('section', { class: 'home', 'aria-label': 'Home', tabindex: 0 })
  const list = createMessageList('Messages')
  const composerPart = h('div', { class: 'composer-part' })
  let composer: Composer | undefined
  let composerFor = ''
  let homeState = ''

  const drawComposer = (channel: PageChannel) => {
    const key = `${session.place.userId}:${channel.id}`
    if (composerFor === key) return composer?.refresh()
    composerFor = key
    composer = createComposer({
      label: `Message ${isRoom(channel) ? '#' : ''}${channel.title}`,
      draft: session.drafts.get(key) ?? '',
      suggest: (text) => suggestionsFor(text, session.sidebar),
      keepDraft: (text) => session.drafts.set(key, text),
      send: (message) => send(message),
    })
    composerPart.replaceChildren(composer.element)
    list.scrollTop = list.scrollHeight
  }

  const drawHome = (channel: PageChannel) => {
    const isHome = channel.app_id !== null && session.tab === 'home'
    keepingFocus(tabPart, () => tabPart.replaceChildren(...(channel.app_id === null ? [] : [tabs(actions)])))
    home.hidden = !isHome
    list.hidden = isHome
    composerPart.hidden = isHome
    const state = JSON.stringify([channel.id, session.sidebar?.homes])
    if (isHome && state !== homeState) keepingFocus(home, () => home.replaceChildren(homeOf(channel)))
    if (isHome) homeState = state
  }

  return {
    element: h('main', { class: 'conversation' }, h('header', { class: 'title' }, menu, title, tools), tabPart, home, list, composerPart),
    list,
    /** Where one writes gets the focus. */
    focus: () => composerPart.querySelector('textarea')?.focus(),
    draw() {
      const { channel } = session
      if (!channel) {
        composerFor = ''
        title.replaceChildren(h('h1', {}, 'No conversation'))
        list.replaceChildren(h('p', { class: 'empty' }, 'Choose a conversation, or begin one with “New message”.'))
        composerPart.replaceChildren()
        return
      }
      title.replaceChildren(...titleOf(channel))
      drawHome(channel)
      const shown = channel.messages.filter((message) => !isReply(message))
      showMessages(list, shown, { actions: messageActions(actions), empty: beginningOf(channel) })
      drawComposer(channel)
    },
  }
}
