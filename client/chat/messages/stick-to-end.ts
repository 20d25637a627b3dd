import { createSignal, onCleanup, onMount } from 'solid-js'

const NEAR_PX = 48

/**
 * Keeps a scrolled list where its reader is: at the end while they are at the end, and on the same message when older
 * ones come in above. Call `beforePrepend` first and the function it returns once they stand in the page.
 */
export function createEndSticker() {
  const [atEnd, setAtEnd] = createSignal(true)
  let box: HTMLElement | undefined
  const toEnd = () => {
    if (box) box.scrollTop = box.scrollHeight
    setAtEnd(true)
  }
  const onScroll = () => {
    if (box) setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX)
  }
  const watch = (element: HTMLElement, content: HTMLElement) => {
    box = element
    const observer = new ResizeObserver(() => {
      if (atEnd()) element.scrollTop = element.scrollHeight
    })
    onMount(() => {
      observer.observe(content)
      observer.observe(element)
    })
    onCleanup(() => observer.disconnect())
  }
  const beforePrepend = () => {
    const heightPx = box?.scrollHeight ?? 0
    return () => {
      if (box) box.scrollTop += box.scrollHeight - heightPx
    }
  }
  return { atEnd, toEnd, onScroll, watch, beforePrepend }
}
