import type { FileId, OrganizationId } from '@atrium/shared/ids.ts'

/** Where the server hands a file out, to who may read it. */
export function fileUrl(organizationId: OrganizationId, fileId: FileId): string {
  return `/api/files/${organizationId}/${fileId}`
}

export function thumbnailUrl(organizationId: OrganizationId, fileId: FileId): string {
  return `${fileUrl(organizationId, fileId)}/thumbnail`
}
