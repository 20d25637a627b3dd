/** The handful of emoji that a demonstration needs; any other shows by its name. */
const EMOJI: Record<string, string> = {
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  eyes: '👀',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  heart: '❤️',
  tada: '🎉',
  wave: '👋',
  smile: '😄',
  grinning: '😀',
  joy: '😂',
  thinking_face: '🤔',
  rocket: '🚀',
  fire: '🔥',
  pray: '🙏',
  clap: '👏',
  raised_hands: '🙌',
  bug: '🐛',
  rotating_light: '🚨',
  red_circle: '🔴',
  large_yellow_circle: '🟡',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  warning: '⚠️',
  bell: '🔔',
  ticket: '🎫',
  office: '🏢',
  coffee: '☕',
  calendar: '📅',
  speech_balloon: '💬',
  x: '❌',
  star: '⭐',
  hourglass: '⌛',
  memo: '📝',
  link: '🔗',
  lock: '🔒',
}

export const emojiOf = (name: string): string => EMOJI[name.replace(/::skin-tone-\d$/, '')] ?? `:${name}:`

/** Offered when reacting, the most used ones first. */
export const REACTIONS = [...new Set(['+1', 'eyes', 'white_check_mark', 'heart', 'tada', ...Object.keys(EMOJI)])].filter(
  (name) => name !== 'thumbsup',
)
