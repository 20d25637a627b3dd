import { describe, expect, it } from 'vitest'
import { checkCredentials, type Credentials } from './credentials.rules.ts'

const good: Credentials = {
  mode: 'http',
  appId: 'A012ABCDEF',
  clientId: '123.456',
  clientSecret: 'secret',
  signingSecret: 'signs',
  appToken: '',
}

describe('the credentials of an app', () => {
  it('[SL1] passes what is complete', () => {
    expect(checkCredentials(good)).toEqual({})
    expect(checkCredentials({ ...good, mode: 'socket', signingSecret: '', appToken: 'xapp-1-A' })).toEqual({})
  })
  it('[SL1] asks for what the way of receiving needs', () => {
    expect(Object.keys(checkCredentials({ ...good, signingSecret: '' }))).toEqual(['signingSecret'])
    expect(Object.keys(checkCredentials({ ...good, mode: 'socket' }))).toEqual(['appToken'])
  })
  it('[SL1] asks for a bot token and a domain only where they are pasted', () => {
    expect(Object.keys(checkCredentials({ ...good, botToken: 'xoxp-1', workspaceDomain: '' }))).toEqual(['botToken', 'workspaceDomain'])
    expect(checkCredentials({ ...good, botToken: 'xoxb-1', workspaceDomain: 'northwind' })).toEqual({})
  })
  it('[SL4] notices what was pasted into the wrong field', () => {
    expect(Object.keys(checkCredentials({ ...good, appId: '123.456', clientId: 'A012ABCDEF' }))).toEqual(['appId', 'clientId'])
    expect(checkCredentials({ ...good, clientSecret: 'xoxb-1' }).clientSecret).toContain('token')
  })
})
