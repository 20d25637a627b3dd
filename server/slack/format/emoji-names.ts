import names from 'emojibase-data/en/shortcodes/iamcal.json' with { type: 'json' }

/** Slack's names of the standard emoji, the usual one first, by code points in hexadecimal. @see https://github.com/iamcal/emoji-data */
const byCodePoints: Record<string, string | string[]> = names

const PRESENTED_AS_EMOJI = '\uFE0F'
const wholeEmoji = /^\p{RGI_Emoji}$/v
const modifier = /\p{Emoji_Modifier}/gu
const modifierBase = /\p{Emoji_Modifier_Base}/gu
/** Slack counts the skin tones from 2, Unicode from U+1F3FB. */
const FIRST_TONE = 0x1f3fb - 2

const emojiByName = new Map<string, string>()
/** By the emoji without the selectors that only say how it is drawn. */
const nameByEmoji = new Map<string, string>()
for (const [hex, known] of Object.entries(byCodePoints)) {
  const drawn = String.fromCodePoint(...hex.split('-').map((point) => Number.parseInt(point, 16)))
  const emoji = wholeEmoji.test(drawn) ? drawn : drawn + PRESENTED_AS_EMOJI
  const [first = '', ...others] = [known].flat()
  nameByEmoji.set(bare(emoji), first)
  for (const name of [first, ...others]) emojiByName.set(name, emoji)
}

/** The emoji that Slack calls so; a custom one of a workspace has no character and stays `:name:`. */
export function emojiOfSlackName(slackName: string): string {
  const [name = '', tone] = slackName.split('::skin-tone-')
  const emoji = emojiByName.get(name)
  if (emoji === undefined) return `:${slackName}:`
  return tone === undefined ? emoji : (withTone(emoji, Number(tone)) ?? emoji)
}

/** Null for an emoji that Slack has no name for. */
export function slackNameOfEmoji(emoji: string): string | null {
  const custom = /^:([^:].*[^:]|[^:]):$/.exec(emoji)?.[1]
  if (custom !== undefined) return custom
  const whole = nameByEmoji.get(bare(emoji))
  if (whole !== undefined) return whole
  const tone = emoji.match(modifier)?.[0]?.codePointAt(0)
  const name = nameByEmoji.get(bare(emoji.replaceAll(modifier, '')))
  return name === undefined || tone === undefined ? null : `${name}::skin-tone-${tone - FIRST_TONE}`
}

function withTone(emoji: string, tone: number): string | null {
  if (!(tone >= 2 && tone <= 6)) return null
  const mark = String.fromCodePoint(FIRST_TONE + tone)
  let isFirst = true
  const onFirst = emoji.replace(modifierBase, (base) => {
    const toned = isFirst ? base + mark : base
    isFirst = false
    return toned
  })
  const onAll = emoji.replace(modifierBase, (base) => base + mark)
  const drawn = [onFirst, onAll].flatMap((toned) => [toned, toned.replaceAll(mark + PRESENTED_AS_EMOJI, mark)])
  return drawn.find((toned) => wholeEmoji.test(toned)) ?? null
}

function bare(emoji: string): string {
  return emoji.replaceAll(PRESENTED_AS_EMOJI, '')
}
