/** What an admin can choose from: after how many minutes without input people are away. */
export const AWAY_MINUTES = [5, 10, 15, 30, 60, 120] as const
export const DEFAULT_AWAY_MINUTES = 10
