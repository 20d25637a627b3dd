import { describe, expect, it } from 'vitest'
import { slackMessageToMarkdown } from './message-content.ts'
import type { SlackNames } from './slack-entity.ts'

const ben = '01890a5d-ac96-774b-bcce-b302099a8057'
const names: SlackNames = {
  personOfSlackUser: (userId) => ({ U0BEN: { personId: ben }, U0ZED: { name: 'Zed' } })[userId],
  nameOfChannel: (channelId) => (channelId === 'C0GEN' ? 'general' : undefined),
}

function richText(...elements: unknown[]): unknown[] {
  return [{ type: 'rich_text', block_id: 'b', elements }]
}

function section(...elements: unknown[]): unknown {
  return { type: 'rich_text_section', elements }
}

function text(content: string, style?: Record<string, boolean>): unknown {
  return style ? { type: 'text', text: content, style } : { type: 'text', text: content }
}

const inline: [element: unknown, markdown: string][] = [
  [text('plain *stars*'), 'plain \\*stars\\*'],
  [text('b', { bold: true }), '**b**'],
  [text('i', { italic: true }), '_i_'],
  [text('s', { strike: true }), '~~s~~'],
  [text('c', { code: true }), '`c`'],
  [text('a ` b', { code: true }), '``a ` b``'],
  [text('bi', { bold: true, italic: true }), '**_bi_**'],
  [text('<@all> <!here>'), '\\<@all> \\<!here>'],
  [{ type: 'link', url: 'https://a.example' }, '<https://a.example>'],
  [{ type: 'link', url: 'https://a.example', text: 'site', style: { bold: true } }, '[**site**](https://a.example)'],
  [{ type: 'link', url: 'mailto:ben@a.example', text: 'ben@a.example' }, '<ben@a.example>'],
  [{ type: 'link', url: 'slack://open', text: 'open' }, 'open (slack://open)'],
  [{ type: 'user', user_id: 'U0BEN' }, `<@p:${ben}>`],
  [{ type: 'user', user_id: 'U0BEN', style: { bold: true } }, `**<@p:${ben}>**`],
  [{ type: 'user', user_id: 'U0ZED' }, '@Zed'],
  [{ type: 'user', user_id: 'U0NEW' }, '@someone'],
  [{ type: 'usergroup', usergroup_id: 'S1' }, '@group'],
  [{ type: 'channel', channel_id: 'C0GEN' }, '#general'],
  [{ type: 'channel', channel_id: 'C0NEW' }, '#channel'],
  [{ type: 'emoji', name: 'tada', unicode: '1f389' }, ':tada:'],
  [{ type: 'broadcast', range: 'here' }, '\\@here'],
  [{ type: 'broadcast', range: 'channel' }, '@channel'],
  [{ type: 'date', timestamp: 1392734382, format: '{date}', fallback: '18 February' }, '18 February'],
  [{ type: 'date', timestamp: 0, format: '{date}' }, '1970-01-01T00:00:00.000Z'],
  [{ type: 'color', value: '#F405B3' }, '#F405B3'],
  [{ type: 'newer', text: 'shown' }, 'shown'],
]

describe('the content of a Slack message', () => {
  it.each(inline)('[BR8] the element %j is %j', (element, markdown) => {
    expect(slackMessageToMarkdown({ text: '', blocks: richText(section(element)) }, names)).toBe(markdown)
  })

  it('[BR8] a message as Slack sends it', () => {
    const blocks = richText(
      section(text('This is a '), text('rich text ', { bold: true }), text('message that uses '), text('italics and ', { italic: true })),
    )
    expect(slackMessageToMarkdown({ text: 'This is a *rich text *message', blocks }, names)).toBe(
      'This is a **rich text** message that uses _italics and_',
    )
  })

  it('[BR8] paragraphs, code and quotes', () => {
    const blocks = richText(
      section(text('one\ntwo\n\nthree\n')),
      { type: 'rich_text_preformatted', elements: [text('if (a < b) {\n'), { type: 'link', url: 'https://a.example' }, text('\n}')] },
      { type: 'rich_text_quote', elements: [text('said\n\nso')] },
    )
    expect(slackMessageToMarkdown({ blocks }, names)).toBe(
      'one\ntwo\n\nthree\n\n```\nif (a < b) {\nhttps://a.example\n}\n```\n\n> said\n>\n> so',
    )
  })

  it('[BR8] lists, nested by their indentation, numbered on after what is inside', () => {
    const list = (style: string, indent: number, offset: number, ...items: string[]) => ({
      type: 'rich_text_list',
      style,
      indent,
      offset,
      elements: items.map((item) => section(text(item))),
    })
    const blocks = richText(
      list('ordered', 0, 0, 'a'),
      list('bullet', 1, 0, 'b', 'c'),
      list('ordered', 0, 1, 'd'),
      list('bullet', 0, 0, 'e'),
    )
    expect(slackMessageToMarkdown({ blocks }, names)).toBe('1. a\n   - b\n   - c\n2. d\n\n- e')
  })

  it('[BR8] sections, headers, contexts, images, dividers', () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Deploy *1*' } },
      { type: 'section', text: { type: 'mrkdwn', text: '*done* by <@U0BEN>' }, fields: [{ type: 'plain_text', text: '*as is*' }] },
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'icon' },
          { type: 'mrkdwn', text: '_small_' },
        ],
      },
      { type: 'image', image_url: 'https://a.example/c.png', alt_text: 'chart', title: { type: 'plain_text', text: 'Chart' } },
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Press' } }] },
    ]
    expect(slackMessageToMarkdown({ text: 'fallback', blocks }, names)).toBe(
      [
        '**Deploy \\*1\\***',
        `**done** by <@p:${ben}>`,
        '\\*as is\\*',
        '---',
        '[icon](https://a.example/i.png)',
        '_small_',
        '[Chart](https://a.example/c.png)',
      ].join('\n\n'),
    )
  })

  it('[BR8] tables line by line, and Markdown blocks whose tokens call nobody', () => {
    const table = {
      type: 'table',
      rows: [
        [
          { type: 'raw_text', text: 'a' },
          { type: 'rich_text', elements: [section(text('b', { bold: true }))] },
        ],
      ],
    }
    expect(slackMessageToMarkdown({ blocks: [table] }, names)).toBe('a | **b**')
    expect(slackMessageToMarkdown({ blocks: [{ type: 'markdown', text: '- **x** <@all>' }] }, names)).toBe('- **x** \\<@all>')
  })

  it('[BR8] a user group has the name the text gives it', () => {
    const blocks = richText(section({ type: 'usergroup', usergroup_id: 'S1' }))
    expect(slackMessageToMarkdown({ text: '<!subteam^S1|@ops>', blocks }, names)).toBe('@ops')
  })

  it('[BR8] the text, when no block says anything', () => {
    expect(slackMessageToMarkdown({ text: '*hi*' }, names)).toBe('**hi**')
    expect(slackMessageToMarkdown({ text: '*hi*', blocks: [] }, names)).toBe('**hi**')
    expect(slackMessageToMarkdown({ text: '*hi*', blocks: [{ type: 'video' }, null, 3] }, names)).toBe('**hi**')
  })

  it("[BR8] its files' names, when nothing else says anything", () => {
    const files = [
      { name: 'report.pdf', title: 'Report' },
      { name: 'a_b_.png', title: null },
    ]
    expect(slackMessageToMarkdown({ text: '', files }, names)).toBe('Report\n\na\\_b\\_.png')
    expect(slackMessageToMarkdown({ text: 'see', files }, names)).toBe('see')
    expect(slackMessageToMarkdown({}, names)).toBe('')
  })
})
