import { z } from 'zod'
import { storeFile } from '../actions/store-file.ts'
import { filesUrl } from '../present/present-file.ts'
import { SlackError } from '../world/slack-error.ts'
import { integer, text } from './arguments.ts'
import { method } from './method.ts'

const MAX_ALT_TEXT = 1000

/** @see https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const filesGetUploadUrlExternal = method({
  name: 'files.getUploadURLExternal',
  errors: ['alt_txt_too_large'],
  scopes: ['files:write'],
  args: z.object({ filename: text, length: integer.min(1), alt_txt: text.optional(), snippet_type: text.optional() }),
  run({ world, caller }, args) {
    if ((args.alt_txt ?? '').length > MAX_ALT_TEXT) throw new SlackError('alt_txt_too_large')
    const file = storeFile(world, { id: caller.userId, teamId: caller.teamId }, { name: args.filename, altText: args.alt_txt })
    file.size = args.length
    return { upload_url: `${filesUrl(world)}/files/upload/v1/${file.uploadKey}`, file_id: file.id }
  },
})
