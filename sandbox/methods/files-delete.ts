import { z } from 'zod'
import { deleteFile } from '../actions/delete-file.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { visibleFile } from './visible-file.ts'

/** @see https://docs.slack.dev/reference/methods/files.delete */
export const filesDelete = method({
  name: 'files.delete',
  errors: ['cant_delete_file', 'file_deleted', 'file_not_found'],
  scopes: ['files:write'],
  args: z.object({ file: text }),
  run({ world, caller }, args) {
    const file = visibleFile(world, args.file, caller)
    if (file.userId !== caller.userId) throw new SlackError('cant_delete_file')
    deleteFile(world, file)
    return {}
  },
})
