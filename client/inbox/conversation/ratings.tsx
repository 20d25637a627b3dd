import { Star } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { standingVotes } from '@atrium/shared/inbox/standing-votes.ts'
import type { RatingView } from '@atrium/shared/inbox/views.ts'
import { fullTime } from '../../ui/relative-time.rules.ts'

const SCORES = [1, 2, 3, 4, 5]

/** How whoever was helped found it. */
export function Ratings(props: { ratings: readonly RatingView[] }) {
  const votes = () => standingVotes(props.ratings)
  return (
    <Show when={votes().length > 0}>
      <section aria-label="Ratings" class="flex flex-col gap-2">
        <h3 class="text-xs font-medium text-ink-faint">{votes().length === 1 ? 'Rating' : 'Ratings'}</h3>
        <ul class="flex flex-col gap-2.5">
          <For each={votes()}>
            {(rating) => (
              <li class="flex flex-col gap-0.5">
                <div class="flex items-center gap-2">
                  <Stars score={rating.score} />
                  <span class="min-w-0 truncate text-ink" title={fullTime(rating.at)}>
                    {rating.contactName}
                  </span>
                </div>
                <Show when={rating.comment}>
                  <p class="text-sm break-words whitespace-pre-line text-ink-soft">{rating.comment}</p>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

function Stars(props: { score: number }) {
  return (
    <span role="img" aria-label={`${props.score} of 5`} class="flex shrink-0 gap-px text-accent">
      <For each={SCORES}>
        {(score) => (
          <Star
            size={14}
            aria-hidden="true"
            fill={score <= props.score ? 'currentColor' : 'none'}
            classList={{ 'text-line-strong': score > props.score }}
          />
        )}
      </For>
    </span>
  )
}
