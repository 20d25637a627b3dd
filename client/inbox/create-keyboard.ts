import { onCleanup } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { actionFor, type InboxAction, type PressedKey } from './keyboard.rules.ts'

/** Listens to the whole page for as long as the inbox is shown. `run` says whether it did something. */
export function createKeyboard(run: (action: InboxAction) => boolean): void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.keyCode === 229) return
    const { key, ctrlKey, metaKey, altKey, isComposing } = event
    const action = actionFor({ key, ctrlKey, metaKey, altKey, isComposing, at: placeOf(event.target) })
    if (action && run(action)) event.preventDefault()
  }
  document.addEventListener('keydown', onKeyDown)
  onCleanup(() => document.removeEventListener('keydown', onKeyDown))
}

function placeOf(target: EventTarget | null): PressedKey['at'] {
  if (document.querySelector('[role="dialog"], [role="menu"]')) return 'overlay'
  if (!(target instanceof HTMLElement)) return 'page'
  if (target.closest('textarea, input, select, [contenteditable="true"]')) return 'text'
  if (target.closest('[data-conversation]')) return 'row'
  return target.closest('button, a, [role="tab"]') ? 'control' : 'page'
}

/** The line of the list that has the keyboard's focus. */
export function focusedLine(): ConversationId | null {
  const line = document.activeElement?.closest<HTMLElement>('[data-conversation]')
  return (line?.dataset.conversation ?? null) as ConversationId | null
}
