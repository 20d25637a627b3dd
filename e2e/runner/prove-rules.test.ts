import { expect, it } from 'vitest'
import { proveRules, statedRules } from './prove-rules.ts'

const stated = statedRules([{ file: 'server/slack/SPEC.md', text: '# Slack\n- BR2 posts as the sender.\n- **SL1** OAuth. See BR9.\n' }])

it('reads the rules that open a list item, not those that are mentioned', () => {
  expect([...stated.keys()]).toEqual(['BR2', 'SL1'])
})

it('counts only passing tests as proof and shows failing ones', () => {
  const rules = proveRules(stated, [
    { project: 'pg', file: 'a.pg.test.ts', title: '[BR2, BR6] posts once', passed: true },
    { project: 'pg', file: 'a.pg.test.ts', title: '[SL1] is single use', passed: false },
  ])
  expect(rules.map((rule) => [rule.id, rule.tests.length, rule.failing.length])).toEqual([
    ['BR2', 1, 0],
    ['BR6', 1, 0],
    ['SL1', 0, 1],
  ])
})

it('takes no id outside brackets', () => {
  expect(proveRules(new Map(), [{ project: 'unit', file: 'a', title: 'BR2 is not claimed [BR]', passed: true }])).toEqual([])
})
