import type { Random } from '../random.ts'

/** Pieces that mean something to HTML, to Markdown, to Slack or to Unicode, and some that mean nothing. */
const PIECES = [
  ...['word', ' ', ' ', '\n', '\n\n', '1. ', '- ', '> ', '# ', '```', '`', '*', '**', '_', '~', '~~', '|', '---', '\\', '    '],
  ...['<script>window.owned = 1</script>', '<img src=x onerror="window.owned=1">', '<svg/onload=window.owned=1>', '<b>', '</div>', '<!--'],
  ...['javascript:window.owned=1', 'data:text/html,<script>', 'vbscript:x', 'https://a.example/?q="><script>', '[x](javascript:alert(1))'],
  ...[
    '[x](<javascript:alert(1)>)',
    '![x](https://a.example/x.png)',
    '<javascript:alert(1)|click>',
    '<https://a.example|l>',
    '<https://a.example',
  ],
  ...['<mailto:a@b.example|mail>', '<@U0ONE>', '<@U0ONE|ben>', '<#C0ONE|general>', '<!channel>', '<!here|here>', '<!subteam^S1|@team>'],
  ...[
    '<!date^1392734382^{date}|then>',
    '<@p:00000000-0000-4000-8000-000000000000>',
    '<@all>',
    '&lt;',
    '&amp;amp;',
    '&#60;script&#62;',
    '&',
  ],
  ...[':smile:', '😀', '\u{1F468}\u200D\u{1F469}', '\u202E', '\u0000', '\uD800', '\uFFFF', '\u200B', 'é́́́', '\t', '\r\n', '\u2028'],
] as const
const KEYS = [
  'text',
  'type',
  'elements',
  'url',
  'style',
  'user_id',
  'channel_id',
  'name',
  'rows',
  'title',
  'fields',
  'image_url',
  'alt_text',
] as const
const BLOCK_TYPES = [
  ...['rich_text', 'section', 'header', 'context', 'image', 'divider', 'markdown', 'table', 'actions', 'input', 'video', 'file', 'call'],
  ...['card', 'task_card', 'alert', 'carousel', 'something_new'],
] as const
const ELEMENT_TYPES = [
  ...['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted', 'text', 'link', 'user', 'usergroup', 'channel'],
  ...['broadcast', 'emoji', 'date', 'color', 'team', 'mrkdwn', 'plain_text', 'image', 'raw_text', 'something_new'],
] as const
const STYLES = [{ bold: true }, { italic: true, strike: true }, { code: true }, 'ordered', 'bullet', null] as const

/** A text that somebody hostile, or merely careless, may write. */
export function hostileText(random: Random, most = 12): string {
  return Array.from({ length: random.below(most) }, () => random.pick(PIECES)).join('')
}

function hostileElement(random: Random, depth: number): unknown {
  if (random.chance(0.04)) return anything(random, 2)
  const type = random.pick(ELEMENT_TYPES)
  return {
    type,
    text: hostileText(random, 6),
    url: random.pick(['https://a.example', 'javascript:window.owned=1', 'mailto:a@b.example', hostileText(random, 3)]),
    name: hostileText(random, 2),
    user_id: random.pick(['U0ONE', hostileText(random, 2)]),
    channel_id: random.pick(['C0ONE', hostileText(random, 2)]),
    range: random.pick(['here', 'channel', 'everyone', 'x']),
    style: random.pick(STYLES.filter((style) => style !== null)),
    indent: random.below(9),
    ...(depth > 0 ? { elements: Array.from({ length: random.below(4) }, () => hostileElement(random, depth - 1)) } : {}),
  }
}

/** A block of any kind, well made or not. */
export function hostileBlock(random: Random): unknown {
  if (random.chance(0.04)) return anything(random, 3)
  const textObject = () => ({ type: random.pick(['mrkdwn', 'plain_text']), text: hostileText(random) })
  const type = random.pick(BLOCK_TYPES)
  return {
    type,
    block_id: 'b',
    text: random.pick([textObject(), hostileText(random)]),
    fields: Array.from({ length: random.below(3) }, textObject),
    title: textObject(),
    image_url: random.pick(['https://a.example/x.png', 'javascript:window.owned=1', hostileText(random, 3)]),
    alt_text: hostileText(random, 3),
    elements: Array.from({ length: random.below(4) }, () => hostileElement(random, 3)),
    rows: Array.from({ length: random.below(3) }, () => Array.from({ length: random.below(3) }, () => hostileElement(random, 2))),
  }
}

/** A value of any type, for where another one belongs. */
export function anything(random: Random, depth: number): unknown {
  const dice = random.below(depth > 0 ? 9 : 6)
  if (dice === 0) return null
  if (dice === 1) return random.chance(0.5)
  if (dice === 2) return random.pick([0, -1, 1e308, 0.5, 2 ** 53])
  if (dice < 6) return hostileText(random, 4)
  if (dice < 8) return Array.from({ length: random.below(4) }, () => anything(random, depth - 1))
  return Object.fromEntries(Array.from({ length: random.below(4) }, () => [random.pick(KEYS), anything(random, depth - 1)]))
}

/** What a message says. */
export function hostileContent(random: Random): { text: unknown; blocks?: unknown; attachments?: unknown; files?: unknown } {
  const list = (make: () => unknown) => Array.from({ length: random.below(4) }, make)
  return {
    text: random.chance(0.95) ? hostileText(random, 20) : anything(random, 2),
    ...(random.chance(0.5) ? { blocks: random.chance(0.95) ? list(() => hostileBlock(random)) : anything(random, 2) } : {}),
    ...(random.chance(0.1) ? { attachments: list(() => ({ fallback: hostileText(random), text: hostileText(random) })) } : {}),
    ...(random.chance(0.1) ? { files: list(() => ({ name: hostileText(random, 3), title: hostileText(random, 3) })) } : {}),
  }
}
