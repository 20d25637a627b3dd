import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { REACTIONS, type Reaction } from '@atrium/shared/space/gestures.ts'
import { listenForReactions } from './reaction-keys.ts'

/** As much of a window as the keys come through. */
const body = {} as HTMLElement
const map = {} as HTMLElement
let onKey: (event: KeyboardEvent) => void = () => {}
beforeEach(() => {
  vi.stubGlobal('document', { body })
  vi.stubGlobal('addEventListener', (_type: string, listener: typeof onKey) => void (onKey = listener))
  vi.stubGlobal('removeEventListener', () => void (onKey = () => {}))
})
afterEach(() => void vi.unstubAllGlobals())

function listen() {
  const shown: Reaction[] = []
  const stop = listenForReactions(map, (reaction) => shown.push(reaction))
  const press = (code: string, more: Partial<KeyboardEvent> = {}) => {
    const preventDefault = vi.fn()
    onKey({
      code,
      target: map,
      repeat: false,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      isComposing: false,
      ...more,
      preventDefault,
    } as never)
    return preventDefault.mock.calls.length > 0
  }
  return { shown, press, stop }
}

it('[SP7] the keys 1 to 6, on the pad too, show the reactions in their order, on every layout', () => {
  const { shown, press } = listen()
  for (let digit = 1; digit <= REACTIONS.length; digit++) expect(press(`Digit${digit}`)).toBe(true)
  press('Numpad1', { target: body })
  expect(shown).toEqual([...REACTIONS, REACTIONS[0]])
})

it('[SP7] other keys, keys held down, chords, and keys typed elsewhere show nothing and keep what they mean', () => {
  const { shown, press, stop } = listen()
  const elsewhere = {} as HTMLElement
  expect([press('Digit0'), press(`Digit${REACTIONS.length + 1}`), press('KeyW'), press('Digit1', { target: elsewhere })]).toEqual(
    Array.from({ length: 4 }, () => false),
  )
  for (const key of ['repeat', 'ctrlKey', 'metaKey', 'altKey', 'isComposing']) expect(press('Digit1', { [key]: true })).toBe(false)
  stop()
  press('Digit1')
  expect(shown).toEqual([])
})
