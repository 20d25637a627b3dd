import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mentionTokensOf } from '../chat/message-text.ts'
import { fillMacro, MACRO_VARIABLES, unknownVariables, type MacroVariable } from './macro.ts'

const valuesOf = (value: string) => Object.fromEntries(MACRO_VARIABLES.map((name) => [name, value])) as Record<MacroVariable, string>
const values = { ...valuesOf('x'), 'contact.name': 'Zoë Park', 'agent.name': 'Ben Okafor', 'conversation.number': '12' }

it('[IN8] a macro fills in its variables, however they are spaced, and refuses what stands for nothing', () => {
  expect(fillMacro('Hello {{contact.name}}, **{{ agent.name }}** has #{{conversation.number}}.', values)).toBe(
    'Hello Zoë Park, **Ben Okafor** has #12.',
  )
  expect(unknownVariables('{{contact.name}} {{contact.salary}} {{}} {{contact.salary}}')).toEqual(['contact.salary', ''])
  expect(() => fillMacro('{{contact.salary}}', values)).toThrow('contact.salary')
})

it('[IN8] whatever a customer calls themselves is text: it marks, mentions, links and fills in nothing', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '**',
          '{{agent.name}}',
          '<!channel>',
          '<@U1>',
          '@all',
          '＠here',
          '[a](https://x.example)',
          'https://x.example',
          '\n> ',
          '`',
          '\u202e',
          '|',
          'Zoë',
        ),
        { maxLength: 6 },
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(hostile, (name) => {
      const filled = fillMacro('Hello {{contact.name}}.', { ...values, 'contact.name': name })
      expect(filled).not.toMatch(/[\\`*_~[\](){}<>#|!&@＠\n\u202e]|:\/\//)
      expect(mentionTokensOf(filled)).toEqual(mentionTokensOf('Hello.'))
      expect(filled).not.toContain('Ben Okafor')
    }),
    { numRuns: 500 },
  )
  expect(fillMacro('{{contact.name}}', { ...values, 'contact.name': '{{agent.name}} <!channel>' })).toBe('agent.name channel')
})
