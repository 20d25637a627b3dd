import type { PageMessage } from '../page-state.ts'
import { h } from './dom.ts'
import { emojiOf, REACTIONS } from './emoji.ts'
import { icon, type IconName } from './icons.ts'
import { confirmFirst, openPopover } from './popover.ts'
import type { MessageActions } from './render-message.ts'

function chooseReaction(anchor: HTMLElement, message: PageMessage, actions: MessageActions): void {
  const face = (name: string) =>
    h('button', { type: 'button', 'aria-label': name, title: name, on: { click: () => actions.react(message, name) } }, emojiOf(name))
  openPopover(anchor, 'Choose a reaction', h('div', { class: 'emoji-grid' }, ...REACTIONS.map(face)))
}

function moreOf(anchor: HTMLElement, message: PageMessage, actions: MessageActions): void {
  const isMine = message.author_id === actions.me && !message.is_app
  const entry = (label: string, click: () => void) => h('button', { type: 'button', class: 'menu-entry', on: { click } }, label)
  const remove = () =>
    confirmFirst({ title: 'Delete this message?', text: 'It is gone for everybody in the conversation.', yes: 'Delete' }, () =>
      actions.remove(message),
    )
  const own = isMine ? [entry('Edit message', () => actions.edit(message)), entry('Delete message…', remove)] : []
  const shortcuts = actions.shortcuts.map((shortcut) => entry(shortcut.name, () => actions.shortcut(message, shortcut)))
  openPopover(anchor, 'More actions', h('div', { class: 'menu' }, ...own, ...shortcuts))
}

const canDoMore = (message: PageMessage, actions: MessageActions): boolean =>
  actions.shortcuts.length > 0 || (message.author_id === actions.me && !message.is_app)

/** Beside a message, while it is pointed at or has the focus. */
export function messageToolbar(message: PageMessage, actions: MessageActions): HTMLElement {
  const tool = (label: string, name: IconName, press: (button: HTMLElement) => void) =>
    h(
      'button',
      { type: 'button', 'aria-label': label, title: label, on: { click: (event) => press(event.currentTarget as HTMLElement) } },
      icon(name),
    )
  return h(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'Message actions' },
    ...REACTIONS.slice(0, 3).map((name) =>
      h(
        'button',
        {
          type: 'button',
          class: 'quick',
          'aria-label': `React with ${name}`,
          title: `React with ${name}`,
          on: { click: () => actions.react(message, name) },
        },
        emojiOf(name),
      ),
    ),
    tool('Add a reaction', 'smile', (button) => chooseReaction(button, message, actions)),
    actions.openThread ? tool('Reply in thread', 'thread', () => actions.openThread?.(message.ts)) : null,
    canDoMore(message, actions) ? tool('More actions', 'dots', (button) => moreOf(button, message, actions)) : null,
  )
}
