import { expect, it } from 'vitest'
import { addChannel } from '../actions/create-channel.ts'
import { createClock } from './clock.ts'
import { formatTs, isTs, nextMessageTs, parseTs } from './timestamps.ts'
import { createWorld } from './world.ts'

it('never gives a ts twice, not even when time stands still', () => {
  const world = createWorld(createClock({ now: () => 1_700_000_000_000 }))
  const channel = addChannel(world, { teamId: 'T1', kind: 'public', name: 'general', creator: 'U1', members: [] })
  const given = Array.from({ length: 3 }, () => nextMessageTs(world, channel))
  expect(given).toEqual(['1700000000.000000', '1700000000.000001', '1700000000.000002'])
})

it('reads what it writes', () => {
  for (const ts of ['1700000000.000001', '1.500000']) expect(formatTs(parseTs(ts))).toBe(ts)
  expect([isTs('1700000000.1'), isTs('yesterday'), isTs('')]).toEqual([true, false, false])
})
