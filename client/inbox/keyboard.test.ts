import { describe, expect, it } from 'vitest'
import { actionFor, KEYS, type PressedKey } from './keyboard.rules.ts'

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
  it('[IN8] marks, triages, takes back, filters, searches and goes to a view', () => {
    expect(['x', '*', 'g', 'p', 't', 'S', 'm', 'z', 'f', '/', '3'].map((key) => press(key))).toEqual([
      ...['mark', 'mark-all', 'assign', 'priority', 'tag', 'snooze', 'macro', 'undo', 'filter', 'search', 'view 3'],
    ])
    expect(press('0')).toBeNull()
  })
  it('[IN8] every key that does something is in the list of keys, and no other', () => {
    const listed = KEYS.flatMap(({ lines }) => lines.flatMap(({ keys }) => keys))
    const names: Record<string, string> = { '↓': 'ArrowDown', '↑': 'ArrowUp', '↵': 'Enter', Esc: 'Escape' }
    const single = listed.filter((key) => key !== '…' && key !== 'Ctrl K').map((key) => names[key] ?? key)
    for (const key of single) expect(press(key), key).not.toBeNull()
    const taken = 'abcdefghijklmnopqrstuvwxyz/*?'.split('').filter((key) => press(key) !== null)
    expect(taken.filter((key) => !single.includes(key.toUpperCase()))).toEqual([])
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
