import { createSignal } from 'solid-js'

const [count, setCount] = createSignal(0)

/** How often something was done that no change of the feed tells of, such as an invitation. */
export const stepsNoted = count
export function noteStep(): void {
  setCount((before) => before + 1)
}
