import { createComputed, createMemo, on } from 'solid-js'

/**
 * Remembers what had the focus when something over it opened. @returns for `onCloseAutoFocus`: the dialogs here have no trigger of
 * their own that would get it. Where nothing had it, or what had it is gone, the page gets it: with the focus on what is just being
 * taken away, Chromium tells nobody of the next keys.
 */
export function createFocusReturn(open: () => boolean): (event: Event) => void {
  let before: HTMLElement | null = null
  createComputed(
    on(createMemo(open), (isOpen) => {
      if (isOpen && document.activeElement instanceof HTMLElement) before = document.activeElement
    }),
  )
  return (event) => {
    event.preventDefault()
    const isThere = before?.isConnected && before !== document.body
    const next = isThere ? before : document.getElementById('main')
    next?.focus({ preventScroll: true })
  }
}
