/** How many different emoji one message takes, as in Slack. */
export const MOST_REACTION_KINDS = 23

const emoji = /^\p{RGI_Emoji}$/v
const customEmoji = /^:[\p{L}\p{M}\p{N}_+'-]{1,100}(?:::skin-tone-[2-6])?:$/u

/** One emoji that everybody has. */
export function isEmoji(text: string): boolean {
  return text.length <= 40 && emoji.test(text)
}

/** One emoji with or without a skin tone, or a custom one by its name between colons. */
export function isReactionEmoji(text: string): boolean {
  return text.length <= 140 && (emoji.test(text) || customEmoji.test(text))
}
