import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { Services } from '../infra/services.ts'
import type { SocketHandle } from '../infra/live.ts'
import type { ResolvedActor } from './resolve-actor.ts'
import { findChangedPeople, type Standing } from './standing.queries.ts'

/** The session is over: the client shows the sign-in. */
export const CLOSE_SESSION_ENDED = 4401
/** The client comes back at once and is resolved anew. */
export const CLOSE_COME_BACK = 1012

/** The open sockets of this node, by whom they belong to, so that what ends a right also ends the socket. */
export interface SessionSockets {
  /** Until the socket closes. Strangers have nothing to lose and are not kept. */
  register(resolved: ResolvedActor, socket: Pick<SocketHandle, 'close' | 'onClose'>): void
  closeSession(sessionHash: string): void
  closePerson(personId: PersonId): void
  /** Asks the database which sessions, memberships, roles and visits have ended, on whatever node that happened. */
  check(): Promise<void>
  start(): void
  stop(): Promise<void>
}

interface Entry {
  resolved: ResolvedActor
  socket: Pick<SocketHandle, 'close'>
}

const CHECK_MS = 1_000

export function createSessionSockets(services: Services): SessionSockets {
  const entries = new Set<Entry>()
  const closeWhere = (matches: (entry: Entry) => boolean, code: number, reason: string) => {
    for (const entry of entries) {
      if (!matches(entry)) continue
      entries.delete(entry)
      entry.socket.close(code, reason)
    }
  }
  const sockets = {
    register(resolved: ResolvedActor, socket: Pick<SocketHandle, 'close' | 'onClose'>) {
      if (!resolved.sessionHash) return
      const entry = { resolved, socket }
      entries.add(entry)
      socket.onClose(() => entries.delete(entry))
    },
    closeSession: (hash: string) =>
      closeWhere(({ resolved }) => resolved.sessionHash === hash, CLOSE_SESSION_ENDED, 'the session has ended'),
    closePerson: (id: PersonId) => closeWhere(({ resolved }) => resolved.actor?.personId === id, CLOSE_SESSION_ENDED, 'no longer here'),
    async check() {
      const ended = await services.accounts.endedAmong(accountHashes(entries))
      ended.forEach((hash) => sockets.closeSession(hash))
      for (const [organizationId, standings] of standingsByOrganization(entries)) {
        const { gone, changed } = await findChangedPeople(services, organizationId, standings)
        gone.forEach((personId) => sockets.closePerson(personId))
        closeWhere(({ resolved }) => changed.includes(resolved.actor?.personId as PersonId), CLOSE_COME_BACK, 'the role has changed')
      }
    },
  }
  return { ...sockets, ...repeat(services, sockets.check) }
}

function accountHashes(entries: Iterable<Entry>): string[] {
  const hashes = Array.from(entries, ({ resolved }) => (resolved.userId ? resolved.sessionHash : null))
  return [...new Set(hashes.filter((hash) => hash !== null))]
}

function standingsByOrganization(entries: Iterable<Entry>): Map<OrganizationId, Standing[]> {
  const byPerson = new Map<PersonId, Standing & { organizationId: OrganizationId }>()
  for (const { resolved } of entries) {
    const { actor } = resolved
    if (!actor) continue
    const role = actor.kind === 'member' ? actor.role : null
    byPerson.set(actor.personId, { organizationId: actor.organizationId, personId: actor.personId, role })
  }
  return Map.groupBy(byPerson.values(), ({ organizationId }) => organizationId)
}

function repeat({ logger }: Services, check: () => Promise<void>): Pick<SessionSockets, 'start' | 'stop'> {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const turn = async () => {
    await check().catch((error: unknown) => logger.error({ err: error }, 'open sessions could not be checked'))
    if (!stopped) timer = setTimeout(() => (running = turn()), CHECK_MS)
  }
  return {
    start: () => void (running = turn()),
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
