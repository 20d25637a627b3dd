import { describe, expect, it } from 'vitest'
import { describeFile, fetchableOf, type SlackFile } from './received-file.rules.ts'

const HOSTED: SlackFile = {
  id: 'F1',
  name: 'plan.pdf',
  mode: 'hosted',
  file_access: 'visible',
  url_private: 'https://files.slack.com/files-pri/T1-F1/plan.pdf',
  url_private_download: 'https://files.slack.com/files-pri/T1-F1/download/plan.pdf',
  permalink: 'https://northwind.slack.com/files/U1/F1/plan.pdf',
}

describe('[BR7] what there is to fetch of a file', () => {
  it('is where it can be downloaded', () => {
    expect(fetchableOf(HOSTED)).toEqual({ address: HOSTED.url_private_download })
    expect(fetchableOf({ ...HOSTED, url_private_download: null })).toEqual({ address: HOSTED.url_private })
    expect(fetchableOf({ ...HOSTED, mode: 'snippet' })).toEqual({ address: HOSTED.url_private_download })
  })

  it.each([[{ id: 'F1', file_access: 'check_file_info' }], [{ id: 'F1' }], [{ ...HOSTED, url_private: null, url_private_download: null }]])(
    'has to be asked about: %o',
    (file) => {
      expect(fetchableOf(file)).toBe('ask')
    },
  )

  it.each([
    [{ id: 'F1', mode: 'tombstone' }, 'deleted in Slack'],
    [{ id: 'F1', mode: 'file_access', file_access: 'file_not_found' }, 'deleted in Slack'],
    [{ id: 'F1', mode: 'hidden_by_limit' }, 'limit of its plan'],
    [{ ...HOSTED, file_access: 'access_denied' }, 'outside its own workspace'],
    [{ ...HOSTED, mode: 'external', is_external: true, external_url: 'https://drive.example/doc' }, 'https://drive.example/doc'],
    [{ ...HOSTED, mode: 'space' }, 'Open it in Slack: https://northwind.slack.com/files/U1/F1/plan.pdf'],
    [{ id: 'F1', mode: 'list' }, 'Open it in Slack.'],
  ] as [SlackFile, string][])('is nothing, in words: %o', (file, words) => {
    expect(fetchableOf(file)).toEqual({ failure: expect.stringContaining(words) as string })
  })
})

it('[BR7] shows of a file what Slack says of it, and of one that it says nothing of that it is one', () => {
  const picture = { ...HOSTED, name: null, title: 'The plan', mimetype: 'image/png', size: 12, original_w: 800, original_h: '600' }
  expect(describeFile(picture)).toEqual({ name: 'The plan', mimeType: 'image/png', sizeBytes: 12, width: 800, height: 600 })
  expect(describeFile({ id: 'F1' })).toMatchObject({ name: 'File from Slack', sizeBytes: 0, width: null, height: null })
})
