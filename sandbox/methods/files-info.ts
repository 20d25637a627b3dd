import { z } from 'zod'
import { presentFile, presentFileShares } from '../present/present-file.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { visibleFile } from './visible-file.ts'

/** Also tells the other side of a shared channel what its event left out. @see https://docs.slack.dev/reference/methods/files.info */
export const filesInfo = method({
  name: 'files.info',
  errors: ['file_deleted', 'file_not_found'],
  scopes: ['files:read'],
  args: z.object({ file: text }),
  run({ world, caller }, args) {
    const file = visibleFile(world, args.file, caller)
    return { file: { ...presentFile(world, file), ...presentFileShares(world, file) }, comments: [] }
  },
})
