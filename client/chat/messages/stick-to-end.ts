import { createSignal, onCleanup, onMount } from 'solid-js'

const NEAR_PX = 48

/** What is read stays where it is, whatever comes above it or loses its heading. */
function firstOnScreen(box: HTMLElement | undefined): HTMLElement | undefined {
  const top = box?.getBoundingClientRect().top ?? 0
  return [...(box?.querySelectorAll<HTMLElement>('[data-message]') ?? [])].find((row) => row.getBoundingClientRect().bottom > top)
}

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
    const anchor = firstOnScreen(box)
    const topPx = anchor?.getBoundingClientRect().top ?? 0
    return () => {
      if (box && anchor?.isConnected) box.scrollTop += anchor.getBoundingClientRect().top - topPx
    }
  }
  return { atEnd, toEnd, onScroll, watch, beforePrepend }
}
