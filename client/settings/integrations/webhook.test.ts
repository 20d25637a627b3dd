import { expect, it } from 'vitest'
import { answerWords, endpointState, messageState } from './webhook.rules.ts'

const aMessage = { state: 'queued' as const, attempts: 0, status: null, error: null, answer: null }

it('[IN14] tells who turned a webhook off', () => {
  const endpoint = { state: 'disabled', disabledReason: null } as Parameters<typeof endpointState>[0]
  expect(endpointState({ ...endpoint, state: 'active' }).text).toBe('On')
  expect(endpointState(endpoint)).toEqual({ tone: 'plain', text: 'Off' })
  expect(endpointState({ ...endpoint, disabledReason: 'It answered 410 Gone.' })).toEqual({ tone: 'bad', text: 'Turned off' })
})

it('[IN14] tells how far a message has come, and what it was answered', () => {
  expect(messageState(aMessage).text).toBe('On its way')
  expect(messageState({ ...aMessage, attempts: 1, error: 'It answered 500.' }).text).toBe('To be tried again')
  expect(messageState({ ...aMessage, state: 'sent', attempts: 1, status: 200 }).text).toBe('Sent · 200')
  expect(messageState({ ...aMessage, state: 'failed', attempts: 11, error: 'It answered 500.' }).text).toBe('Given up')
  expect(answerWords(aMessage)).toBe('')
  expect(answerWords({ ...aMessage, attempts: 3, error: 'It answered 500.', answer: 'oh no\n' })).toBe(
    'It answered 500. · “oh no” · 3 tries',
  )
})
