import { findDemoPerson } from '@atrium/db/demo/people.ts'
import type { UserId } from '@atrium/shared/ids.ts'
import type { Services } from '../infra/services.ts'

/** By first name; null where this server has no demo, or nobody of that name. */
export async function findDemoUser(services: Services, name: string): Promise<UserId | null> {
  const person = services.demo ? findDemoPerson(name.toLowerCase()) : undefined
  if (!person) return null
  return (await services.accounts.find(person.userId)) ? person.userId : null
}
