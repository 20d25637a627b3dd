/** Who looks at a conversation, and who writes in it. */
export const ATTENDING = ['viewing', 'writing'] as const
export type Attending = (typeof ATTENDING)[number]

/** While it goes on, it is said again this often. */
export const ATTENDING_AGAIN_MS = 4_000
/** What was not said again for this long is over: whoever said it is cut off. */
export const ATTENDING_OVER_MS = 9_000
