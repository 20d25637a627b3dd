import { expect, it } from 'vitest'
import { matchingCommands } from './commands.rules.ts'

const commands = ['Snooze: tomorrow', 'Assign to Ben Okafor', 'Assign to nobody', 'Priority: urgent'].map((title) => ({
  id: title,
  title,
  ...(title.startsWith('Assign') ? { scope: 'assign' } : {}),
  run() {},
}))
const titles = (typed: string) => matchingCommands(commands, typed).map(({ title }) => title)

it('[IN8] commands are found by the beginnings of their words, in any order', () => {
  expect(titles('ben ass')).toEqual(['Assign to Ben Okafor'])
  expect(titles('assign')).toEqual(['Assign to Ben Okafor', 'Assign to nobody'])
  expect(titles('URG')).toEqual(['Priority: urgent'])
  expect(titles('sign')).toEqual([])
  expect(titles('')).toHaveLength(4)
})

it('[IN8] a scope offers the commands of its kind, and no others', () => {
  const inScope = (id: string, typed = '') => matchingCommands(commands, typed, { id, label: '', empty: '' }).map(({ title }) => title)
  expect(inScope('assign')).toEqual(['Assign to Ben Okafor', 'Assign to nobody'])
  expect(inScope('assign', 'nob')).toEqual(['Assign to nobody'])
  expect(inScope('other')).toEqual([])
})
