import { expect, it } from 'vitest'
import { MACRO_VARIABLES } from '@atrium/shared/inbox/macro.ts'
import { exampleValues, previewOf, VARIABLE_WORDS } from './macro-preview.rules.ts'

it('[IN8] shows a macro as a customer could read it, or names the variable that stands for nothing', () => {
  const values = exampleValues('Ben Okafor')
  expect(previewOf('Hello {{contact.name}}, **{{agent.name}}** here.', values)).toEqual({
    text: 'Hello Zoë Carter, **Ben Okafor** here.',
    problem: '',
  })
  expect(previewOf('Hello {{contact.first}}', values)).toEqual({ text: null, problem: 'There is no {{contact.first}}.' })
  expect(Object.keys(VARIABLE_WORDS)).toEqual([...MACRO_VARIABLES])
})
