import { sql, type Kysely } from 'kysely'
import { APP_ROLE, AUTH_ROLE, forceRowSecurity } from './row-security.ts'

/** Members, invitations, guest links, visitors; and the accounts behind them, in a schema and under a role of their own. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table member (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      user_id uuid,
      role text not null check (role in ('owner', 'admin', 'member')),
      name text not null check (length(name) between 1 and 80),
      email text not null,
      email_verified boolean not null default false,
      avatar_url text,
      hue smallint not null check (hue between 0 and 359),
      rev bigint not null default 1,
      created_at timestamptz not null default now(),
      deactivated_at timestamptz,
      primary key (organization_id, id)
    );
    create unique index member_user on member (organization_id, user_id);
    create unique index member_email on member (organization_id, lower(email)) where deactivated_at is null;

    create table invitation (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      email text not null,
      role text not null check (role in ('owner', 'admin', 'member')),
      token_hash text not null,
      invited_by uuid not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      accepted_at timestamptz,
      revoked_at timestamptz,
      primary key (organization_id, id)
    );

    create table guest_link (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      space_id uuid not null,
      room_id uuid,
      label text not null,
      token_hash text not null,
      created_by uuid not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      primary key (organization_id, id)
    );

    create table visitor (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      guest_link_id uuid not null,
      space_id uuid not null,
      room_id uuid,
      name text not null check (length(name) between 1 and 80),
      hue smallint not null,
      session_hash text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      primary key (organization_id, id)
    );

    -- Column names of this schema are better-auth's own.
    create table auth."user" (
      "id" uuid primary key,
      "name" text not null,
      "email" text not null unique,
      "emailVerified" boolean not null default false,
      "image" text,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now()
    );
    create table auth."session" (
      "id" uuid primary key,
      "userId" uuid not null references auth."user" on delete cascade,
      "token" text not null unique,
      "expiresAt" timestamptz not null,
      "ipAddress" text,
      "userAgent" text,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now()
    );
    create index session_by_user on auth."session" ("userId");
    -- What the server knows of an open session; the tokens are letters and digits, which "escape" leaves as they are.
    create index session_by_hash on auth."session" (encode(sha256(decode("token", 'escape')), 'hex'));
    create table auth."account" (
      "id" uuid primary key,
      "accountId" text not null,
      "providerId" text not null,
      "userId" uuid not null references auth."user" on delete cascade,
      "accessToken" text,
      "refreshToken" text,
      "idToken" text,
      "accessTokenExpiresAt" timestamptz,
      "refreshTokenExpiresAt" timestamptz,
      "scope" text,
      "password" text,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now()
    );
    create index account_by_user on auth."account" ("userId");
    create table auth."verification" (
      "id" uuid primary key,
      "identifier" text not null,
      "value" text not null,
      "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now()
    );
    create index verification_identifier on auth."verification" ("identifier");

    create table auth.outgoing_email (
      id uuid primary key,
      to_address text not null,
      subject text not null,
      body text not null,
      link text,
      created_at timestamptz not null default now(),
      sent_at timestamptz,
      attempts integer not null default 0,
      not_before timestamptz not null default now(),
      last_error text
    );
    create index outgoing_email_due on auth.outgoing_email (not_before) where sent_at is null;
  `.execute(db)
  await sql`grant select, insert, update, delete on all tables in schema auth to ${sql.raw(AUTH_ROLE)}`.execute(db)
  // An invitation and its e-mail are one transaction; what is in the outbox stays unseen by the server's role.
  await sql`grant usage on schema auth to ${sql.raw(APP_ROLE)}`.execute(db)
  await sql`grant insert on auth.outgoing_email to ${sql.raw(APP_ROLE)}`.execute(db)
  await forceRowSecurity(db, ['member', 'invitation', 'guest_link', 'visitor'])
}
