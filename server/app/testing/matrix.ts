import type { Access } from '../../infra/trpc.ts'

/** Who tries. A signed-in person without a membership is `outsider`. */
export const CALLERS = ['stranger', 'outsider', 'visitor', 'member', 'admin', 'owner'] as const
export type Caller = (typeof CALLERS)[number]

/** The access rule that each caller satisfies, whatever a use case then narrows. */
const ADMITTED: Record<Access, readonly Caller[]> = {
  public: CALLERS,
  'signed-in': ['outsider', 'member', 'admin', 'owner'],
  person: ['visitor', 'member', 'admin', 'owner'],
  member: ['member', 'admin', 'owner'],
  admin: ['admin', 'owner'],
  owner: ['owner'],
}

export function isAdmitted(access: Access, caller: Caller): boolean {
  return ADMITTED[access].includes(caller)
}

export interface ListedProcedure {
  path: string
  type: 'query' | 'mutation' | 'subscription'
  access: Access
}

interface AnyRouter {
  _def: { procedures: Record<string, unknown> }
}

/** Every procedure of the router, by path. @throws Error naming one that does not state who may call it */
export function listProcedures(router: AnyRouter): ListedProcedure[] {
  return Object.entries(router._def.procedures).map(([path, procedure]) => {
    const { type, meta } = (procedure as { _def: { type: ListedProcedure['type']; meta?: { access?: Access } } })._def
    if (!meta?.access || !(meta.access in ADMITTED)) throw new Error(`${path} does not state who may call it`)
    return { path, type, access: meta.access }
  })
}

/** What the test has to be taught before it can pass, and what it knows too much. Features that are not part of this router do not count. */
export function findUntried(procedures: ListedProcedure[], samples: Record<string, unknown>): { missing: string[]; unknown: string[] } {
  const paths = new Set(procedures.map(({ path }) => path))
  const features = new Set(procedures.map(({ path }) => featureOf(path)))
  return {
    missing: [...paths].filter((path) => !(path in samples)),
    unknown: Object.keys(samples).filter((path) => !paths.has(path) && features.has(featureOf(path))),
  }
}

function featureOf(path: string): string {
  return path.split('.')[0] ?? ''
}
