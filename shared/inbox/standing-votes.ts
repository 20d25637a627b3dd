import type { RatingView } from './views.ts'

/** Of the votes in one conversation those that count: of people who turned out to be one person the later. In the order given. */
export function standingVotes(ratings: readonly RatingView[]): RatingView[] {
  const last = new Map<string, RatingView>()
  for (const rating of ratings) {
    const known = last.get(rating.contactId)
    if (!known || known.at < rating.at || (known.at === rating.at && known.id < rating.id)) last.set(rating.contactId, rating)
  }
  return ratings.filter((rating) => last.get(rating.contactId) === rating)
}
