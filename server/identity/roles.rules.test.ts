import { expect, it } from 'vitest'
import { ROLES } from '@atrium/shared/identity/actor.ts'
import { leavesNoOwner, mayGrant } from './roles.rules.ts'

it('[ID2] lets owners grant every role, admins all but owner, members none', () => {
  const granted = ROLES.map((actor) => ROLES.filter((role) => mayGrant(actor, role)))
  expect(granted).toEqual([['owner', 'admin', 'member'], ['admin', 'member'], []])
})

it('[ID2] sees when no owner would be left', () => {
  expect(leavesNoOwner({ owners: 1, from: 'owner', to: 'admin' })).toBe(true)
  expect(leavesNoOwner({ owners: 1, from: 'owner', to: null })).toBe(true)
  expect(leavesNoOwner({ owners: 1, from: 'owner', to: 'owner' })).toBe(false)
  expect(leavesNoOwner({ owners: 2, from: 'owner', to: null })).toBe(false)
  expect(leavesNoOwner({ owners: 1, from: 'admin', to: null })).toBe(false)
})
