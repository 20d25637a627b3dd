import { afterEach } from 'vitest'
import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aMember, anOrganization, testServices } from '../../identity/testing/builders.ts'
import { feedOf } from '../../realtime/testing/feed-of.ts'
import { aSpace } from './builders.ts'
import { aStage } from './stage.ts'

/** For a test file: makes offices with a space, two members who are not in it yet, and a node of their own. */
export function useOffice(database: () => TestDatabase) {
  const stages: ReturnType<typeof aStage>[] = []
  afterEach(async () => {
    await Promise.all(stages.splice(0).map(({ scenes }) => scenes.stop()))
  })
  return async (options: Parameters<typeof aSpace>[2] = {}) => {
    const services = testServices(database())
    const organizationId = await anOrganization(services)
    const space = await aSpace(services, organizationId, options)
    const someone = async (name: string) => actorOf(await aMember(services, organizationId, { name }))
    const stage = aStage(services)
    stages.push(stage)
    const rows = () =>
      database()
        .owner.db.selectFrom('presence')
        .select(['person_id', 'space_id', 'room_id', 'slot', 'status', 'status_text', 'status_emoji', 'following_id', 'group_id', 'x', 'y'])
        .where('organization_id', '=', organizationId)
        .orderBy('slot')
        .execute()
    const rowOf = async (actor: PersonActor) => (await rows()).find((row) => row.person_id === actor.personId)
    const feed = <K extends Parameters<typeof feedOf>[2]>(kind: K) => feedOf(database().owner, organizationId, kind)
    return { services, organizationId, space, someone, ada: await someone('Ada'), ben: await someone('Ben'), ...stage, rows, rowOf, feed }
  }
}
