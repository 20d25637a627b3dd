/** What can be seen of a space once everybody who was killed should be gone: from inside the database, and as its clients have it. */
export interface Aftermath {
  /** Whom nobody has killed, all in the space. */
  alive: string[]
  /** The rows. */
  present: { personId: string; slot: number; following: string | null; groupId: string | null }[]
  knocking: string[]
  /** Whose avatars the server draws for a tab that comes now. */
  drawn: number[]
  /** Whom a client is told that fetches now. */
  listed: string[]
  /** Whom a client has that applied every change of the feed. */
  told: string[]
}

export interface Ghost {
  where: 'presence' | 'knock' | 'follow' | 'group' | 'scene' | 'list' | 'feed'
  /** `ghost`: somebody who is gone. `lost`: somebody who is there and is not seen. */
  what: 'ghost' | 'lost' | 'doubled'
  who: string
}

/** A pure function: what is left of who is gone, and what is missing of who is there. */
export function findGhosts(after: Aftermath): Ghost[] {
  const { alive, present } = after
  const slotOf = new Map(present.map(({ personId, slot }) => [personId, slot]))
  const drawnAlive = alive.map((personId) => String(slotOf.get(personId)))
  const dangling = present.filter(({ following }) => following !== null && !alive.includes(following))
  const together = Map.groupBy(
    present.filter(({ groupId }) => groupId !== null),
    ({ groupId }) => groupId,
  )
  const lonely = [...together].filter(([, people]) => people.filter(({ personId }) => alive.includes(personId)).length < 2)
  return [
    ...compare(
      'presence',
      alive,
      present.map(({ personId }) => personId),
    ),
    ...compare('list', alive, after.listed),
    ...compare('feed', alive, after.told),
    ...compare('scene', drawnAlive, after.drawn.map(String)),
    ...after.knocking.filter((who) => !alive.includes(who)).map((who): Ghost => ({ where: 'knock', what: 'ghost', who })),
    ...dangling.map(({ following }): Ghost => ({ where: 'follow', what: 'ghost', who: String(following) })),
    ...lonely.map(([groupId]): Ghost => ({ where: 'group', what: 'ghost', who: String(groupId) })),
  ]
}

function compare(where: Ghost['where'], expected: string[], found: string[]): Ghost[] {
  return [
    ...found.filter((who) => !expected.includes(who)).map((who): Ghost => ({ where, what: 'ghost', who })),
    ...expected.filter((who) => !found.includes(who)).map((who): Ghost => ({ where, what: 'lost', who })),
    ...found.filter((who, index) => found.indexOf(who) !== index).map((who): Ghost => ({ where, what: 'doubled', who })),
  ]
}
