import { describe, expect, it } from 'vitest'
import type { PersonId } from '@atrium/shared/ids.ts'
import { entranceFor, type Me } from './me.ts'

const stranger: Me = {
  actor: null,
  person: null,
  email: null,
  organization: null,
  organizations: [],
  account: null,
  setup: 'done',
  demo: false,
  slackSignIn: false,
  visitor: null,
}
const account = { name: 'Ada', email: 'ada@example.com' }

describe('[ID1] the door a browser stands before', () => {
  it('is the sign-in for a stranger, the first sign-up on a new server, the chooser in the demo', () => {
    expect(entranceFor(stranger)).toBe('sign-in')
    expect(entranceFor({ ...stranger, setup: 'needed' })).toBe('sign-up-first')
    expect(entranceFor({ ...stranger, demo: true })).toBe('demo')
  })
  it('is making an organization for an account that belongs to none', () => {
    expect(entranceFor({ ...stranger, account, setup: 'needed' })).toBe('create-organization')
  })
  it('is the office for members and visitors', () => {
    const actor = { kind: 'visitor' as const, personId: 'x' as PersonId }
    expect(entranceFor({ ...stranger, actor })).toBe('workspace')
  })
})
