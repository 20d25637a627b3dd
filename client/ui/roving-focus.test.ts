import { describe, expect, it } from 'vitest'
import { nextStop } from './roving-focus.ts'

const at = (key: string, current: number) => nextStop({ key, current, count: 3, axis: 'vertical' })

describe('[SP9] moving in a list with the keyboard', () => {
  it('goes one up or down and stops at the ends', () => {
    expect(at('ArrowDown', 0)).toBe(1)
    expect(at('ArrowDown', 2)).toBe(2)
    expect(at('ArrowUp', 0)).toBe(0)
  })
  it('jumps to either end', () => {
    expect(at('Home', 2)).toBe(0)
    expect(at('End', 0)).toBe(2)
  })
  it('leaves other keys alone', () => {
    expect(at('a', 1)).toBeNull()
    expect(at('ArrowLeft', 1)).toBeNull()
  })
})
