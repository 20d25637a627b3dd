/** What is offered first when reacting. */
export const QUICK_EMOJI = ['👍', '❤️', '🎉']

/** The ones people use most, by what they are called aloud. Any other stands with its own look. */
export const PALETTE: Record<string, string> = {
  ...{ '👍': 'thumbs up', '👎': 'thumbs down', '❤️': 'heart', '😄': 'smile', '😂': 'tears of joy', '🎉': 'party popper' },
  ...{ '👀': 'eyes', '✅': 'check mark', '🙏': 'thank you', '👏': 'clap', '🙌': 'raised hands', '💪': 'strong' },
  ...{ '🔥': 'fire', '🚀': 'rocket', '💯': 'hundred', '⭐': 'star', '✨': 'sparkles', '💡': 'idea' },
  ...{ '😊': 'happy', '🙂': 'slight smile', '😉': 'wink', '😍': 'heart eyes', '🥳': 'celebrating', '😎': 'cool' },
  ...{ '🤔': 'thinking', '😮': 'surprised', '😬': 'grimace', '😅': 'sweat smile', '🙈': 'see no evil', '🤷': 'shrug' },
  ...{ '😢': 'crying', '😭': 'sobbing', '😕': 'confused', '😴': 'sleeping', '🤯': 'mind blown', '🫡': 'salute' },
  ...{ '👋': 'wave', '🤝': 'handshake', '👌': 'OK', '🤞': 'fingers crossed', '☝️': 'pointing up', '🫶': 'heart hands' },
  ...{ '❌': 'cross mark', '❓': 'question mark', '❗': 'exclamation mark', '⚠️': 'warning', '⏳': 'hourglass', '📌': 'pin' },
  ...{ '☕': 'coffee', '🍕': 'pizza', '🎂': 'cake', '🌱': 'seedling', '🐛': 'bug', '🎯': 'bullseye' },
}

/** As it is read out. */
export function emojiName(emoji: string): string {
  return PALETTE[emoji] ?? emoji.replace(/^:|:$/g, '').replaceAll('_', ' ')
}
