import { parseId, type MemberId, type UserId } from '@atrium/shared/ids.ts'
import type { Role } from '@atrium/shared/identity/actor.ts'

export interface DemoPerson {
  /** The first name in small letters: what a person types to enter as them. */
  key: string
  name: string
  email: string
  role: Role
  userId: UserId
  memberId: MemberId
  hue: number
}

/** The people of the demo organization. Their ids are fixed, so that what a demo remembers still fits after a restart. */
export const DEMO_PEOPLE: DemoPerson[] = [
  person(1, 'Ada Lindqvist', 'owner'),
  person(2, 'Ben Okafor', 'admin'),
  person(3, 'Cy Tanaka', 'member'),
  person(4, 'Dana Moreau', 'member'),
  person(5, 'Eli Novak', 'member'),
  person(6, 'Fay Rossi', 'member'),
  person(7, 'Gus Weber', 'member'),
  person(8, 'Hana Sato', 'member'),
  person(9, 'Ivo Petrov', 'member'),
  person(10, 'Jun Park', 'member'),
]

export function findDemoPerson(key: string): DemoPerson | undefined {
  return DEMO_PEOPLE.find((person) => person.key === key)
}

function person(number: number, name: string, role: Role): DemoPerson {
  const key = name.split(' ')[0]!.toLowerCase()
  const digits = String(number).padStart(12, '0')
  return {
    key,
    name,
    role,
    email: `${key}@northwind.example`,
    userId: parseId<UserId>(`00000000-0000-7000-8000-${digits}`),
    memberId: parseId<MemberId>(`00000000-0000-7000-8001-${digits}`),
    // Neighbours in the list stand far apart on the wheel.
    hue: (number * 137) % 360,
  }
}
