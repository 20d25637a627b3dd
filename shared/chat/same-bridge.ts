import type { BridgeState } from './views.ts'

/** Whether both say the same, whatever the order of their keys: the database does not keep it. */
export function isSameBridge(a: BridgeState | null, b: BridgeState | null): boolean {
  return a === null || b === null ? a === b : JSON.stringify(entriesOf(a)) === JSON.stringify(entriesOf(b))
}

function entriesOf(bridge: BridgeState): [string, unknown][] {
  return Object.entries(bridge).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
