import { REACTIONS, type Reaction } from '@atrium/shared/space/gestures.ts'

/** The keys 1 to 6 of the whole window, except where keys mean something else. @returns stops. */
export function listenForReactions(map: HTMLElement, react: (reaction: Reaction) => void): () => void {
  const onDown = (event: KeyboardEvent) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.target !== map && event.target !== document.body) return
    const reaction = REACTIONS[Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? 0) - 1]
    if (!reaction) return
    event.preventDefault()
    react(reaction)
  }
  addEventListener('keydown', onDown)
  return () => removeEventListener('keydown', onDown)
}
