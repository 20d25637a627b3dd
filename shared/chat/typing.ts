/** While somebody goes on typing, it is said again this often. */
export const TYPING_AGAIN_MS = 2_500
/** Without a key for this long they type no more. */
export const TYPING_IDLE_MS = 3_000
/** What was not said again for this long is over: whoever said it is cut off. */
export const TYPING_OVER_MS = 6_000
