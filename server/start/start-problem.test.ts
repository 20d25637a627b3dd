import { expect, it } from 'vitest'
import { describeProblem, folderProblem } from './start-problem.ts'
import { testConfig } from '../identity/testing/auth-server.ts'

const config = { ...testConfig('http://localhost:3000'), databaseUrl: 'postgres://atrium:hunter2@db.example:5432/atrium' }
const coded = (code: string) => Object.assign(new Error('raw words'), { code })

it('[OP1] says what is wrong with a port, a folder or a database in one line, without the password', () => {
  const lines = [
    describeProblem(coded('EADDRINUSE'), config),
    describeProblem(coded('ECONNREFUSED'), config),
    describeProblem(new AggregateError([coded('ECONNREFUSED')]), config),
    describeProblem(new Error('outer', { cause: coded('28P01') }), config),
    folderProblem(coded('EACCES'), '/srv/atrium').message,
  ]
  expect(lines).toEqual([
    'Port 3000 on 127.0.0.1 is taken. Stop what uses it, or choose another one, such as PORT=3001.',
    'The database at db.example:5432 cannot be used: nothing answers there. Check DATABASE_URL.',
    'The database at db.example:5432 cannot be used: nothing answers there. Check DATABASE_URL.',
    'The database at db.example:5432 cannot be used: the user or password is wrong. Check DATABASE_URL.',
    'The folder /srv/atrium cannot be written (EACCES). Choose another one with DATA_FOLDER.',
  ])
})

it('leaves what nobody foresaw to the log', () => {
  expect(describeProblem(new Error('a bug'), config)).toBeNull()
  expect(() => folderProblem(new Error('a bug'), '/srv/atrium')).toThrow('a bug')
})
