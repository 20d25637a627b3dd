import { createSignal, onCleanup } from 'solid-js'

const LONG_PRESS_MS = 450
const STILL_PX = 10

/** Whether a row shows what can be done with it: it has the focus, was pressed long, or its menu was asked for. */
export function createRowAttention() {
  const [focused, setFocused] = createSignal(false)
  const [asked, setAsked] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let start = { x: 0, y: 0 }
  const forget = () => clearTimeout(timer)
  onCleanup(forget)
  return {
    focused,
    asked,
    ask: setAsked,
    handlers: {
      onFocusIn: () => setFocused(true),
      onFocusOut(event: FocusEvent & { currentTarget: HTMLElement }) {
        if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return
        setFocused(false)
        if (event.relatedTarget) setAsked(false)
      },
      onPointerDown(event: PointerEvent) {
        if (event.pointerType !== 'touch') return
        start = { x: event.clientX, y: event.clientY }
        forget()
        timer = setTimeout(() => setAsked(true), LONG_PRESS_MS)
      },
      onPointerMove(event: PointerEvent) {
        if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX) forget()
      },
      onPointerUp: forget,
      onPointerCancel: forget,
      /** The phone's own menu would cover it. */
      onContextMenu(event: MouseEvent) {
        if (asked()) event.preventDefault()
      },
    },
  }
}
