import type { Direction } from '../scene/walker.ts'

const KEYS: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  KeyW: 'up',
  KeyS: 'down',
  KeyA: 'left',
  KeyD: 'right',
}

/** By the key's place on the board, so that WASD lies under the same fingers on every layout. Null for other keys and shortcuts. */
export function directionOf(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>): Direction | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null
  return KEYS[event.code] ?? null
}

/**
 * Hears the walking keys of the whole window, except where keys mean something else. @returns stops.
 * `map`: there they always walk.
 */
export function listenForWalking(
  map: HTMLElement,
  walk: { hold: (direction: Direction) => void; release: (direction: Direction) => void; releaseAll: () => void },
) {
  const isOurs = (target: EventTarget | null) => target === map || target === document.body
  const onDown = (event: KeyboardEvent) => {
    const direction = directionOf(event)
    if (!direction || !isOurs(event.target)) return
    event.preventDefault()
    if (!event.repeat) walk.hold(direction)
  }
  const onUp = (event: KeyboardEvent) => {
    const direction = KEYS[event.code]
    if (direction) walk.release(direction)
  }
  addEventListener('keydown', onDown)
  addEventListener('keyup', onUp)
  addEventListener('blur', walk.releaseAll)
  return () => {
    removeEventListener('keydown', onDown)
    removeEventListener('keyup', onUp)
    removeEventListener('blur', walk.releaseAll)
    walk.releaseAll()
  }
}
