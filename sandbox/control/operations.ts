import { actOperations } from './act-operations.ts'
import { behaviourOperations } from './behaviour-operations.ts'
import { interactionOperations } from './interaction-operations.ts'
import { seedOperations } from './seed-operations.ts'
import { stateOperations } from './state-operations.ts'

/** Everything that `POST /control/<name>` does. */
export const OPERATIONS = { ...seedOperations, ...actOperations, ...interactionOperations, ...stateOperations, ...behaviourOperations }

export type Operations = typeof OPERATIONS
export type OperationName = keyof Operations
