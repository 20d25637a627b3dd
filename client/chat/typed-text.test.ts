import { expect, it } from 'vitest'
import { resolveAgain, typedTextOf } from './typed-text.rules.ts'

const [ada, ben, otherBen] = ['0', '1', '2'].map((digit, index) => ({
  id: `00000000-0000-7000-8000-00000000000${digit}`,
  name: ['Ada Lindqvist', 'Ben Okafor', 'Ben Okafor'][index] ?? '',
})) as [{ id: string; name: string }, { id: string; name: string }, { id: string; name: string }]

it('[CH1] shows who edits a message the names they typed, and means the same people by them', () => {
  const text = `<@p:${ben.id}>, ask <@p:${ada.id}> or <@here>`
  const people = [ada, ben]
  expect(typedTextOf(text, people)).toBe('@Ben Okafor, ask @Ada Lindqvist or @here')
  expect(resolveAgain('@Ben Okafor, ask @Ada Lindqvist', { text, people })).toBe(`<@p:${ben.id}>, ask <@p:${ada.id}>`)
})

it('[CH1] keeps whom a message mentioned of two people with one name', () => {
  const text = `<@p:${otherBen.id}>, hello`
  const people = [ada, ben, otherBen]
  expect(typedTextOf(text, people)).toBe('@Ben Okafor, hello')
  expect(resolveAgain('@Ben Okafor, hello again', { text, people })).toBe(`<@p:${otherBen.id}>, hello again`)
})

it('[CH1] leaves a text as it is kept when typing it again would mean something else', () => {
  expect(typedTextOf(`<@p:${ben.id}> and <@p:${otherBen.id}>`, [ben, otherBen])).toBeNull()
  expect(typedTextOf(`write \`<@p:${ben.id}>\``, [ben])).toBeNull()
  expect(typedTextOf(`<@p:${ben.id}> has left`, [ada])).toBeNull()
})
