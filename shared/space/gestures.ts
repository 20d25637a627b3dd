import type { PersonId } from '../ids.ts'

/** What one shows above one's avatar; a frame names them by their place in this list, so new ones go to its end. */
export const REACTIONS = ['👍', '❤️', '😂', '🎉', '👏', '🙋'] as const
export type Reaction = (typeof REACTIONS)[number]
export const WAVE = '👋'

/** What somebody does for a moment, for everybody in the space to see. It is presence and no row: who comes later has missed it. */
export type Gesture = { kind: 'reaction'; reaction: Reaction } | { kind: 'wave'; to: PersonId }
