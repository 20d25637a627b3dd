/** Fits a text area to its text. Call after every change; `max-height` in its style bounds it. */
export function fitHeight(element: HTMLTextAreaElement): void {
  element.style.height = 'auto'
  element.style.height = `${element.scrollHeight}px`
}
