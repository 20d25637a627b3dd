import fc from 'fast-check'
import { type Mark, mergeRuns, type RichBlock, type Run } from '../rich-document.ts'

const signs = [
  ...Array.from('ab1 é你😀*_~`<>&@[]()!#-+.\\|:=\'"•'),
  ' ',
  ' ',
  'word',
  '1.',
  '**',
  '> ',
  '@here',
  '&amp;',
  '<!channel>',
  '<@U1>',
  '<#C1>',
  '<@all>',
]

/** A line of what people type, rich in characters that mean something to Markdown or to Slack. */
export const anyLine = fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''))

/** Several such lines. */
export const anyText = fc
  .array(fc.constantFrom(...signs, '\n', '\n\n', '\n- ', '\n> ', '```', '    '), { maxLength: 40 })
  .map((pieces) => pieces.join(''))

function charactersOf(text: string): fc.Arbitrary<string> {
  return fc.constantFrom(...Array.from(text))
}

const anyMarks = fc.subarray<Mark>(['bold', 'italic', 'strike'])
const anyUrl = fc.constantFrom('https://a.example', 'https://a.example/?x=1&y=2', 'https://a.example/(x)_y_*z*', 'mailto:ben@a.example')
const anyLabel = fc.array(charactersOf('ab *_&<>[]!|'), { minLength: 1, maxLength: 6 }).map((pieces) => `l${pieces.join('')}l`)
const anyCode = fc.array(charactersOf('ab *_~&<>@'), { minLength: 1, maxLength: 6 }).map((pieces) => `c${pieces.join('')}c`)

const anyRun: fc.Arbitrary<Run> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ text: anyLine, marks: anyMarks }) },
  { weight: 1, arbitrary: fc.record({ text: anyLabel, marks: anyMarks, url: anyUrl }) },
  { weight: 1, arbitrary: fc.record({ text: anyCode, marks: anyMarks, code: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.constant({ text: '\n', marks: [] }) },
)
/** Links side by side with one address become one link on the way. */
function apartWhenLink(run: Run): Run[] {
  return run.url === undefined ? [run] : [run, { text: ' ', marks: [] }]
}

const anyParagraph: fc.Arbitrary<RichBlock> = fc
  .array(anyRun, { minLength: 1, maxLength: 6 })
  .map((runs) => ({ type: 'paragraph', isApart: true, runs: mergeRuns([{ text: 'p', marks: [] }, ...runs.flatMap(apartWhenLink)]) }))
const anyCodeBlock: fc.Arbitrary<RichBlock> = fc
  .array(fc.oneof(charactersOf('ab *_~&<>`\n'), fc.constant('```')), { maxLength: 10 })
  .map((pieces) => ({ type: 'code', isApart: true, text: `x${pieces.join('')}x` }))
const anyQuote: fc.Arbitrary<RichBlock> = fc
  .array(anyParagraph, { minLength: 1, maxLength: 2 })
  .map((blocks) => ({ type: 'quote', isApart: true, blocks }))

function anyList(depth: number): fc.Arbitrary<RichBlock> {
  const inner = depth > 0 ? fc.option(anyList(depth - 1), { nil: undefined }) : fc.constant(undefined)
  const item = fc.tuple(anyParagraph, inner).map(([text, list]) => (list ? [text, list] : [text]))
  return fc
    .record({ isOrdered: fc.boolean(), start: fc.integer({ min: 1, max: 20 }), items: fc.array(item, { minLength: 1, maxLength: 3 }) })
    .map((list) => ({ type: 'list', isApart: true, ...list }))
}

/** A document of everything both sides can show: marks over any text, links, code, quotes, nested lists, dividers. */
export const anyDocument: fc.Arbitrary<RichBlock[]> = fc.array(
  fc.oneof(anyParagraph, anyParagraph, anyList(2), anyQuote, anyCodeBlock, fc.constant<RichBlock>({ type: 'divider', isApart: true })),
  { minLength: 1, maxLength: 5 },
)
