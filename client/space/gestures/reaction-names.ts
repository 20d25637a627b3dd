import type { Reaction } from '@atrium/shared/space/gestures.ts'

/** As they are called aloud. */
export const REACTION_NAMES: Record<Reaction, string> = {
  '👍': 'thumbs up',
  '❤️': 'heart',
  '😂': 'tears of joy',
  '🎉': 'party popper',
  '👏': 'clapping',
  '🙋': 'hand raised',
}
