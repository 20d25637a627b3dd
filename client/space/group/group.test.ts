import { expect, it } from 'vitest'
import { newId, type GroupId, type PersonId, type SpaceId } from '@atrium/shared/ids.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { linksBetween, namesOf, othersInGroup } from './group.rules.ts'

const standing = (name: string, groupId: GroupId | null): PresenceView => ({
  person: { id: newId<PersonId>(), kind: 'member', name, avatarUrl: null, hue: 1 },
  ...{
    spaceId: newId<SpaceId>(),
    roomId: null,
    slot: 1,
    status: 'available',
    statusText: '',
    statusEmoji: null,
    statusUntil: null,
    following: null,
    groupId,
    hidden: false,
    x: 0,
    y: 0,
    rev: 1,
  },
})

it('[SP5] says with whom somebody stands, and nobody for one who stands alone', () => {
  const groupId = newId<GroupId>()
  const [ada, ben, cy, dee] = [standing('Ada', groupId), standing('Ben', groupId), standing('Cy', null), standing('Dee', null)]
  expect(othersInGroup([ada, ben, cy, dee], ada)).toEqual([ben])
  expect(othersInGroup([ada, ben, cy, dee], cy)).toEqual([])
  expect(othersInGroup([ada], undefined)).toEqual([])
})

it('names few people and counts many', () => {
  const people = ['Ada', 'Ben', 'Cy', 'Dee', 'Eve'].map((name) => standing(name, null))
  expect(namesOf(people.slice(0, 1))).toBe('Ada')
  expect(namesOf(people.slice(0, 3))).toBe('Ada, Ben and Cy')
  expect(namesOf(people)).toBe('Ada, Ben and 3 others')
})

it('[SP5] links a group without crossing it again and again', () => {
  const points = [0, 50, 100, 150].map((x) => ({ x, y: 0 }))
  const links = linksBetween([points[0]!, points[3]!, points[1]!, points[2]!])
  expect(links).toHaveLength(3)
  for (const [from, to] of links) expect(Math.abs(to.x - from.x)).toBe(50)
  expect(linksBetween([])).toEqual([])
})
