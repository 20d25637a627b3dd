import type { Db } from '@atrium/db/connect.ts'
import type { InstallationScope } from './installation-scope.ts'

/**
 * What was looked up in one transaction, so that many events that come together ask once. Only where `rememberLookups`
 * was called; whoever writes what can be looked up says so with `forgetLookup` or, where much changes, `forgetLookups`.
 */
const memory = new WeakMap<Db, Map<string, unknown>>()

type LookupScope = Pick<InstallationScope, 'installationId'>
export type LookupKind = 'direct' | 'channel' | 'thread' | 'link' | 'role' | 'profile' | 'message' | 'delivery'

export function rememberLookups(tx: Db): void {
  memory.set(tx, new Map())
}

export function forgetLookups(tx: Db): void {
  memory.get(tx)?.clear()
}

export function forgetLookup(tx: Db, scope: InstallationScope, { kind, key }: { kind: LookupKind; key: string }): void {
  memory.get(tx)?.delete(nameOf(scope, kind, key))
}

/** Takes down what somebody else has looked up, or has just written: what is not in `found` is not there. */
export function rememberLookup<T extends object | string>(
  tx: Db,
  scope: LookupScope,
  { kind, keys, found }: { kind: LookupKind; keys: Iterable<string>; found: Map<string, T> },
): void {
  const known = memory.get(tx)
  for (const key of keys) known?.set(nameOf(scope, kind, key), found.get(key))
}

/** Loads those of `keys` that are not remembered, all at once. @returns what was found, by key */
export async function lookUp<T extends object | string>(
  db: Db,
  scope: InstallationScope,
  { kind, keys, load }: { kind: LookupKind; keys: string[]; load(keys: string[]): Promise<Map<string, T>> },
): Promise<Map<string, T>> {
  const known = memory.get(db)
  const missing = [...new Set(keys)].filter((key) => !known?.has(nameOf(scope, kind, key)))
  const loaded = missing.length > 0 ? await load(missing) : new Map<string, T>()
  if (!known) return loaded
  for (const key of missing) known.set(nameOf(scope, kind, key), loaded.get(key))
  const found = keys.map((key) => [key, known.get(nameOf(scope, kind, key)) as T | undefined] as const)
  return new Map(found.filter((entry): entry is readonly [string, T] => entry[1] !== undefined))
}

function nameOf(scope: LookupScope, kind: LookupKind, key: string): string {
  return `${scope.installationId} ${kind} ${key}`
}
