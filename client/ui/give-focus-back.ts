import { createComputed, createMemo, on } from 'solid-js'

/**
 * Remembers what had the focus when something over it opened. @returns for `onCloseAutoFocus`: the dialogs here have no trigger of
 * their own that would get it.
 */
export function createFocusReturn(open: () => boolean): () => void {
  let before: HTMLElement | null = null
  createComputed(
    on(createMemo(open), (isOpen) => {
      if (isOpen && document.activeElement instanceof HTMLElement) before = document.activeElement
    }),
  )
  return () => before?.isConnected && before.focus({ preventScroll: true })
}
