/** For deliveries in tests about something else than their pace: a lane makes ten calls a second, and lost answers are looked for soon. */
export const BRISK = { laneIntervalMs: 100, lookAfterMs: 400 }
