import { describe, expect, it } from 'vitest'
import type { CustomerId } from '@atrium/shared/ids.ts'
import { customerNameFrom, findChannels, sortChannels } from './channel.rules.ts'

const aChannel = (name: string, rest: { watched?: boolean; isArchived?: boolean } = {}) => ({
  name,
  customerId: rest.watched ? ('customer' as CustomerId) : null,
  isArchived: rest.isArchived ?? false,
})

describe('channels', () => {
  it('[SL8] puts watched ones first and archived ones last', () => {
    const sorted = sortChannels([aChannel('b'), aChannel('old', { isArchived: true }), aChannel('z', { watched: true }), aChannel('a')])
    expect(sorted.map((channel) => channel.name)).toEqual(['z', 'a', 'b', 'old'])
  })
  it('[SL8] finds by any part of the name, with or without #', () => {
    const channels = [aChannel('support-acme'), aChannel('general')]
    expect(findChannels(channels, '#ACME')).toHaveLength(1)
    expect(findChannels(channels, ' ')).toHaveLength(2)
  })
  it('[IN2] guesses the customer from the name', () => {
    expect(customerNameFrom('support-acme')).toBe('Acme')
    expect(customerNameFrom('ext-blue_river')).toBe('Blue River')
    expect(customerNameFrom('globex-support')).toBe('Globex')
    expect(customerNameFrom('general')).toBe('General')
  })
})
