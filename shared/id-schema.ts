import { z } from 'zod'
import type { Id } from './ids.ts'

/** A zod schema for one of our ids: `idOf<MessageId>()`. */
export function idOf<T extends Id<string>>() {
  return z.uuid().transform((text) => text.toLowerCase() as T)
}
