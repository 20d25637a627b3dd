import { expect, it } from 'vitest'
import { readArguments } from './arguments.rules.ts'

const usual = { presence: [500, 1000], feed: [10] }

it('takes everything at its usual loads when nothing is named', () => {
  expect(readArguments([], usual)).toEqual({
    benches: [
      { name: 'presence', loads: [500, 1000] },
      { name: 'feed', loads: [10] },
    ],
    rounds: 3,
    seconds: null,
  })
})

it('puts together the loads of one bench, so that they are judged together', () => {
  const { benches, rounds, seconds } = readArguments(['--', 'presence:20', '--rounds', '1', 'presence:40', '--seconds', '2'], usual)
  expect(benches).toEqual([{ name: 'presence', loads: [20, 40] }])
  expect([rounds, seconds]).toEqual([1, 2])
})

it('says what it did not understand', () => {
  expect(() => readArguments(['prescence'], usual)).toThrow('no bench prescence')
  expect(() => readArguments(['presence:many'], usual)).toThrow('not many')
  expect(() => readArguments(['--rounds', '0'], usual)).toThrow('not 0')
  expect(() => readArguments(['--rounds'], usual)).toThrow('not nothing')
})
