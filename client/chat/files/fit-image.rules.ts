export interface Size {
  width: number
  height: number
}

/** The most an image takes in the list, in CSS pixels. */
const ALONE: Size = { width: 360, height: 280 }
/** Of several, each is cut to the same square: two stand beside each other on the smallest phone. */
const AMONG_OTHERS: Size = { width: 128, height: 128 }
/** Below this nothing can be seen, or hit with a finger. */
const LEAST_PX = 44

/** How large an image stands in the list, known before it is loaded: so nothing moves when it is. */
export function fitImage(image: Size, { alone }: { alone: boolean }): Size {
  if (!alone) return AMONG_OTHERS
  const scale = Math.min(1, ALONE.width / image.width, ALONE.height / image.height)
  const within = (px: number) => Math.max(LEAST_PX, Math.round(px * scale))
  return { width: within(image.width), height: within(image.height) }
}
