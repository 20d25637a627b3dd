import { describe, expect, it } from 'vitest'
import { actionFor, type PressedKey } from './keyboard.rules.ts'

const press = (key: string, rest: Partial<PressedKey> = {}) =>
  actionFor({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, at: 'page', ...rest })

describe('the keys of the inbox', () => {
  it('[IN8] moves, opens, closes, answers and takes', () => {
    expect(['j', 'ArrowDown', 'k', 'ArrowUp', 'Enter', 'e', 'r', 'n', 'a', '?'].map((key) => press(key))).toEqual([
      'next',
      'next',
      'previous',
      'previous',
      'open',
      'close',
      'reply',
      'note',
      'take',
      'keys',
    ])
  })
  it('takes nothing from somebody who writes, or from an open menu', () => {
    expect(press('e', { at: 'text' })).toBeNull()
    expect(press('j', { at: 'overlay' })).toBeNull()
    expect(press('a', { isComposing: true })).toBeNull()
  })
  it('leaves the browser its own', () => {
    expect(press('r', { ctrlKey: true })).toBeNull()
    expect(press('a', { metaKey: true })).toBeNull()
  })
  it('leaves buttons Enter and the arrows, and a row its Enter', () => {
    expect(press('Enter', { at: 'control' })).toBeNull()
    expect(press('ArrowDown', { at: 'control' })).toBeNull()
    expect(press('e', { at: 'control' })).toBe('close')
    expect(press('Enter', { at: 'row' })).toBeNull()
    expect(press('ArrowDown', { at: 'row' })).toBe('next')
  })
})
