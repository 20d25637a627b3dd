import { lazy } from 'solid-js'
import { pagePart } from '../ui/page-part.ts'

/** Doors that somebody comes through once, or seldom: whoever signs in does not fetch them. */
export const CreateOrganizationPage = lazy(
  pagePart(() => import('../identity/create-organization-page.tsx').then((module) => ({ default: module.CreateOrganizationPage }))),
)
export const DemoPage = lazy(pagePart(() => import('../identity/demo-page.tsx').then((module) => ({ default: module.DemoPage }))))
export const GuestPage = lazy(pagePart(() => import('../identity/guest-page.tsx').then((module) => ({ default: module.GuestPage }))))
export const InvitationPage = lazy(
  pagePart(() => import('../identity/invitation-page.tsx').then((module) => ({ default: module.InvitationPage }))),
)
export const ResetPasswordPage = lazy(
  pagePart(() => import('../identity/reset-password-page.tsx').then((module) => ({ default: module.ResetPasswordPage }))),
)
export const SignUpPage = lazy(pagePart(() => import('../identity/sign-up-page.tsx').then((module) => ({ default: module.SignUpPage }))))
