import { describe, expect, it } from 'vitest'
import { mayAct, readNamed } from './allowed-users.rules.ts'

const ada = { slackUserId: 'U0ADA', name: 'Ada' }
const ben = { slackUserId: 'U0BEN', name: 'Ben' }

describe('who may act from Slack', () => {
  it.each([
    ['everyone, where the list is empty', 'U0CY', [[]], true],
    ['somebody on the list', 'U0BEN', [[ada, ben]], true],
    ['nobody else', 'U0CY', [[ada, ben]], false],
    ['whoever every list admits, where the workspace is not clear', 'U0BEN', [[ben], []], true],
    ['nobody whom one of several lists leaves out', 'U0BEN', [[ben], [ada]], false],
  ] as const)('[SL9] %s', (_name, slackUserId, lists, allowed) => {
    expect(mayAct(slackUserId, lists)).toBe(allowed)
  })

  it.each([
    ['U012ABCDEF', { slackUserId: 'U012ABCDEF' }],
    [' w012abcdef ', { slackUserId: 'W012ABCDEF' }],
    ['ada@northwind.example', { email: 'ada@northwind.example' }],
    ['C012ABCDEF', null],
    ['@ada', null],
    ['ada lindqvist', null],
  ])('[SL9] takes an id or an e-mail: %s', (text, named) => {
    expect(readNamed(text)).toEqual(named)
  })
})
