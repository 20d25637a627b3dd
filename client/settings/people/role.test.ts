import { describe, expect, it } from 'vitest'
import { grantableRoles, mayManage } from './role.rules.ts'

describe('who may change whom', () => {
  it('[ID2] lets only owners make and touch owners', () => {
    expect(grantableRoles('owner')).toContain('owner')
    expect(grantableRoles('admin')).toEqual(['admin', 'member'])
    expect(mayManage('admin', 'owner')).toBe(false)
    expect(mayManage('admin', 'admin')).toBe(true)
  })
  it('[ID2] lets members change nobody', () => {
    expect(grantableRoles('member')).toEqual([])
    expect(mayManage(undefined, 'member')).toBe(false)
  })
})
