import type { PageMessage } from '../page-state.ts'
import { h } from './dom.ts'
import { showItems, type KeyedItem } from './keyed-list.ts'
import { isLine, renderMessage, type MessageActions } from './render-message.ts'

const FOLLOWS_WITHIN_S = 300
const NEAR_THE_END_PX = 80

const dayOf = (ts: string): string => new Date(Number(ts) * 1000).toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' })

const follows = (message: PageMessage, before: PageMessage | undefined): boolean =>
  before !== undefined &&
  !isLine(before) &&
  !isLine(message) &&
  before.author_id === message.author_id &&
  before.author_name === message.author_name &&
  before.is_ephemeral === message.is_ephemeral &&
  Number(message.ts) - Number(before.ts) < FOLLOWS_WITHIN_S &&
  dayOf(before.ts) === dayOf(message.ts)

/** Up and down go from message to message; T opens the thread, R reacts, M shows what else there is. */
function takesKey(list: HTMLElement, event: KeyboardEvent): void {
  const focused = document.activeElement as HTMLElement
  const articles = [...list.querySelectorAll<HTMLElement>('article')]
  const at = articles.findIndex((article) => article.contains(focused))
  if (event.altKey || event.ctrlKey || event.metaKey || focused instanceof HTMLTextAreaElement || focused instanceof HTMLSelectElement)
    return
  const press = (label: string) => articles[at]?.querySelector<HTMLElement>(`.toolbar [aria-label="${label}"]`)?.click()
  const go = (index: number) => articles[Math.max(0, Math.min(articles.length - 1, index))]?.focus()
  if (event.key === 'ArrowUp') go(at < 0 ? articles.length - 1 : at - 1)
  else if (event.key === 'ArrowDown' && at >= 0) go(at + 1)
  else if (event.key === 't') press('Reply in thread')
  else if (event.key === 'r') press('Add a reaction')
  else if (event.key === 'm') press('More actions')
  else return
  event.preventDefault()
}

const isNearTheEnd = (list: HTMLElement): boolean => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_THE_END_PX

/** Stays at the end when it was there, whatever changes its height: a picture that has come, the font, a panel beside it. */
function stayAtTheEnd(list: HTMLElement): void {
  let isAtEnd = true
  let height = 0
  const stay = () => {
    if (isAtEnd) list.scrollTop = list.scrollHeight
  }
  list.addEventListener('scroll', () => {
    // A list that has just become shorter was not left by anybody.
    if (list.clientHeight === height) isAtEnd = isNearTheEnd(list)
  })
  list.addEventListener('load', stay, true)
  void document.fonts.ready.then(stay)
  new ResizeObserver(() => {
    height = list.clientHeight
    stay()
  }).observe(list)
}

export function createMessageList(label: string): HTMLElement {
  const list = h('div', { class: 'messages', role: 'log', 'aria-label': label, tabindex: 0 })
  list.addEventListener('keydown', (event) => takesKey(list, event))
  stayAtTheEnd(list)
  return list
}

const separator = (ts: string): KeyedItem => ({
  key: `day-${dayOf(ts)}`,
  state: '',
  render: () => h('div', { class: 'day' }, h('span', {}, dayOf(ts))),
})

/** Oldest first, a line between days, one face for what one person says in a row. Stays at the end when it was there. */
export function showMessages(list: HTMLElement, messages: PageMessage[], of: { actions: MessageActions; empty: string }): void {
  const { actions, empty } = of
  const isAtEnd = isNearTheEnd(list)
  const items = messages.flatMap((message, index): KeyedItem[] => {
    const before = messages[index - 1]
    const isFollowing = follows(message, before)
    const isEdited = actions.editing === message.ts
    const state = JSON.stringify([message, isFollowing, isEdited, actions.me, actions.shortcuts, actions.openThread === undefined])
    const own: KeyedItem = { key: message.ts, state, render: () => renderMessage(message, actions, isFollowing) }
    return before && dayOf(before.ts) === dayOf(message.ts) ? [own] : [separator(message.ts), own]
  })
  const nothing: KeyedItem = { key: 'empty', state: empty, render: () => h('p', { class: 'empty' }, empty) }
  showItems(list, items.length > 0 ? items : [nothing])
  if (isAtEnd) list.scrollTop = list.scrollHeight
}
