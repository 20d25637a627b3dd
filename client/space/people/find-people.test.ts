import { expect, it } from 'vitest'
import { fold } from '../../chat/composer/mention-query.rules.ts'
import { findPeople } from './find-people.rules.ts'

const FIRST =
  'Ada Ben Cy Dee Eli Fay Gus Hana Ines Jo Kai Lena Max Nora Omar Pia Quinn Rosa Sven Tara Uma Vera Wim Xenia Yuki Zoe Aiko Björn Chloé Dmitri Élodie Freya Göran Haruto Ivan'.split(
    ' ',
  )
const LAST =
  'Lindqvist Okafor Tanaka Moreau Silva Novak Haas Petrov Costa Nguyen Khan Weber Rossi Sato Berg Ito Adams Dubois Eriksen Fischer Garcia Horvat Iversen Jansen'.split(
    ' ',
  )

const aPerson = (name: string, address = '') => ({ id: name, name, folded: fold(name), address })
const names = (query: string, people: ReturnType<typeof aPerson>[], favourite = '') =>
  findPeople(fold(query), people, ({ name }) => name === favourite).map(({ name }) => name)

it('[SP6] after three keys any of 500 people stands in one of the first three lines, and nine in ten in the first, though they have few names among them', () => {
  const people = Array.from({ length: 500 }, (_, index) => {
    const first = FIRST[index % FIRST.length]!
    return aPerson(`${first} ${LAST[((index % FIRST.length) + Math.floor(index / FIRST.length)) % LAST.length]}`)
  }).sort((one, other) => one.name.localeCompare(other.name))
  const best = people.map((person) => {
    const [first = '', last = ''] = person.folded.split(' ')
    const keys = [
      first.slice(0, 3),
      last.slice(0, 3),
      first.slice(0, 2) + last[0],
      first[0] + last.slice(0, 2),
      last.slice(0, 2) + first[0],
    ]
    return Math.min(...keys.map((wanted) => findPeople(wanted, people, () => false).indexOf(person)))
  })
  expect(new Set(people.map(({ name }) => name)).size).toBe(500)
  expect(Math.max(...best)).toBeLessThan(3)
  expect(best.filter((line) => line === 0).length).toBeGreaterThan(450)
})

it('[SP6] by the beginning of a name, of another word of it, of two words, and then by anything', () => {
  const people = [aPerson('Mia Adler'), aPerson('Ada Lindqvist'), aPerson('Ivo Lad', 'ad@northwind.example'), aPerson('Madlen Zu')]
  expect(names('ad', people)).toEqual(['Ada Lindqvist', 'Mia Adler', 'Ivo Lad', 'Madlen Zu'])
  expect(names('adl', people)).toEqual(['Mia Adler', 'Ada Lindqvist', 'Madlen Zu'])
  expect(names('ladi', people)).toEqual(['Ivo Lad'])
})

it('[SP6] case, accents and width aside, in every script', () => {
  const people = [aPerson('Élodie Moreau'), aPerson('タナカ アイコ'), aPerson('田中 花'), aPerson('Ｋai Ito')]
  expect(names('elo', people)).toEqual(['Élodie Moreau'])
  expect(names('ＭＯＲ', people)).toEqual(['Élodie Moreau'])
  expect(names('ﾀﾅｶ', people)).toEqual(['タナカ アイコ'])
  expect(names('田', people)).toEqual(['田中 花'])
  expect(names('kai', people)).toEqual(['Ｋai Ito'])
})

it('[SP6] favourites come first, among those that are meant as much', () => {
  const people = [aPerson('Ada Berg'), aPerson('Ada Costa'), aPerson('Bo Adams')]
  expect(names('', people, 'Bo Adams')).toEqual(['Bo Adams', 'Ada Berg', 'Ada Costa'])
  expect(names('ad', people, 'Ada Costa')).toEqual(['Ada Costa', 'Ada Berg', 'Bo Adams'])
  expect(names('ad', people, 'Bo Adams')).toEqual(['Ada Berg', 'Ada Costa', 'Bo Adams'])
})
