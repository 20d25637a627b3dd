import type { PageSidebar } from '../page-state.ts'
import { h } from './dom.ts'

export interface Suggestion {
  /** How much of the text before the caret it stands for. */
  replaces: number
  insert: string
  label: string
  detail: string
}

const MOST = 6

/** People after `@`, channels after `#`, commands after a `/` at the very beginning. */
export function suggestionsFor(text: string, sidebar: PageSidebar | undefined): Suggestion[] {
  const [, sigil = '', typed = ''] = /(?:^|\s)([@#])([^@#\n]{0,30})$/.exec(text) ?? /^(\/)(\S*)$/.exec(text) ?? []
  if (!sidebar || !sigil) return []
  const fits = (name: string) => name.toLowerCase().startsWith(typed.toLowerCase()) && name.length > typed.length
  const make = (name: string, detail: string): Suggestion => ({
    replaces: typed.length + 1,
    insert: `${sigil}${name} `,
    label: sigil === '@' ? name : `${sigil}${name}`,
    detail,
  })
  if (sigil === '/') {
    const commands = sidebar.apps.flatMap((app) =>
      app.commands.map(({ command, description }) => ({ command, detail: description ?? app.name })),
    )
    return commands.filter(({ command }) => fits(command.slice(1))).map(({ command, detail }) => make(command.slice(1), detail))
  }
  if (sigil === '#')
    return sidebar.channels.filter(({ kind, title }) => kind === 'public' && fits(title)).map(({ title }) => make(title, ''))
  return sidebar.people.filter(({ name }) => fits(name)).map(({ name, is_bot }) => make(name, is_bot ? 'App' : ''))
}

let lists = 0

/** What could be meant, above the text. Arrows choose, Enter or Tab takes, Escape closes. */
export function createSuggestions(text: HTMLTextAreaElement, suggest: (before: string) => Suggestion[]) {
  const id = `suggestions-${++lists}`
  const element = h('div', { class: 'suggestions', role: 'listbox', id, 'aria-label': 'Suggestions', hidden: true })
  let shown: Suggestion[] = []
  let at = 0
  /** Put away, until something else is typed. */
  let isClosed = true

  const show = (suggestions: Suggestion[]) => {
    shown = suggestions.slice(0, MOST)
    at = Math.min(at, Math.max(0, shown.length - 1))
    element.hidden = shown.length === 0
    element.replaceChildren(
      ...shown.map(({ label, detail }, index) =>
        h(
          'div',
          {
            role: 'option',
            id: `${id}-${index}`,
            'aria-selected': String(index === at),
            on: {
              mousedown: (event) => {
                event.preventDefault()
                take(index)
              },
            },
          },
          label,
          detail ? h('small', {}, detail) : null,
        ),
      ),
    )
    if (shown.length > 0) text.setAttribute('aria-activedescendant', `${id}-${at}`)
    else text.removeAttribute('aria-activedescendant')
  }

  const take = (index: number) => {
    const suggestion = shown[index]
    if (!suggestion) return
    const caret = text.selectionStart
    text.setRangeText(suggestion.insert, caret - suggestion.replaces, caret, 'end')
    close()
    text.dispatchEvent(new Event('input', { bubbles: true }))
  }

  text.setAttribute('aria-controls', id)
  const suggestNow = () => show(suggest(text.value.slice(0, text.selectionStart)))
  const close = () => {
    isClosed = true
    show([])
  }
  text.addEventListener('input', () => {
    at = 0
    isClosed = false
    suggestNow()
  })
  text.addEventListener('blur', close)

  return {
    element,
    /** What can be meant has changed: a command that has just been added is offered to who has typed its beginning already. */
    refresh() {
      if (!isClosed) suggestNow()
    },
    /** Whether the key was meant for the list. */
    takesKey(event: KeyboardEvent): boolean {
      if (shown.length === 0) return false
      if (event.key === 'Enter' || event.key === 'Tab') take(at)
      else if (event.key === 'Escape') close()
      else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        at = (at + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % shown.length
        show(shown)
      } else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}
