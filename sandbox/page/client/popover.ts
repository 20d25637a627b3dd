import { h } from './dom.ts'

const GAP_PX = 4

/** A small menu beside what was pressed. Escape, or a press elsewhere, closes it; arrows move in it. */
export function openPopover(anchor: HTMLElement, label: string, ...children: HTMLElement[]): void {
  const popover = h('div', { class: 'popover', popover: 'auto', role: 'dialog', 'aria-label': label }, ...children)
  document.body.append(popover)
  popover.showPopover()
  const at = anchor.getBoundingClientRect()
  const size = popover.getBoundingClientRect()
  const below = at.bottom + GAP_PX
  const top = below + size.height > window.innerHeight ? at.top - size.height - GAP_PX : below
  popover.style.top = `${Math.max(GAP_PX, top)}px`
  popover.style.left = `${Math.max(GAP_PX * 2, Math.min(at.left, window.innerWidth - size.width - GAP_PX * 2))}px`
  const buttons = [...popover.querySelectorAll('button')]
  buttons[0]?.focus()
  popover.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const from = buttons.findIndex((button) => button === document.activeElement)
    buttons.at((from + step) % buttons.length)?.focus()
  })
  popover.addEventListener('click', () => popover.hidePopover())
  popover.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'closed') popover.remove()
  })
}

/** Asks before something is gone. */
export function confirmFirst(question: { title: string; text: string; yes: string }, act: () => void): void {
  const close = () => dialog.close()
  const yes = () => {
    dialog.close()
    act()
  }
  const dialog = h(
    'dialog',
    { class: 'modal', 'aria-label': question.title },
    h('h2', {}, question.title),
    h('p', {}, question.text),
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', class: 'quiet', on: { click: close } }, 'Cancel'),
      h('button', { type: 'button', class: 'block-button danger', on: { click: yes } }, question.yes),
    ),
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
