import { expect, it } from 'vitest'
import { consequencesOf } from './lacking-grant.rules.ts'

it('[SL4] says nothing of a grant that lacks nothing', () => {
  expect(consequencesOf([])).toEqual([])
})

it('[SL4] says once what does not work, however many scopes it takes', () => {
  expect(consequencesOf(['im:history', 'files:write', 'chat:write'])).toEqual([
    'What you write comes from the app, with your name.',
    'Files that you send come from the app, with your name.',
  ])
})

it('[SL4] says something of a scope that it has no words for', () => {
  expect(consequencesOf(['canvases:read'])).toEqual(['Something that Atrium has learnt since does not work for you.'])
})
