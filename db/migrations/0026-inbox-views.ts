import { sql, type Kysely } from 'kysely'
import { APP_ROLE, forceRowSecurity } from './row-security.ts'

/** The views and macros of the inbox, what was merged and split, and finding conversations by the words of their messages and notes. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table saved_view (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      owner_id uuid not null,
      name text not null check (length(name) between 1 and 60),
      filter jsonb not null,
      shared boolean not null,
      rev bigint not null default 1,
      primary key (organization_id, id),
      foreign key (organization_id, owner_id) references member on delete cascade
    );
    create table macro (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      name text not null check (length(name) between 1 and 60),
      text text not null,
      change jsonb not null,
      rev bigint not null default 1,
      primary key (organization_id, id)
    );
    create unique index macro_name on macro (organization_id, lower(name));

    alter table conversation
      -- What is written in its place from now on goes on there.
      add column merged_into uuid,
      -- Where its first messages stood before; answers go to the same place.
      add column split_from uuid;
    create index conversation_merged on conversation (organization_id, merged_into) where merged_into is not null;

    -- Its words, as those of chat: see 0021-search.
    create table search.conversation_words (
      organization_id uuid not null,
      entry_id uuid not null,
      conversation_id uuid not null,
      words tsvector not null,
      primary key (organization_id, entry_id),
      foreign key (organization_id, conversation_id) references public.conversation on delete cascade
    );
    create index conversation_words_by_word on search.conversation_words using gin (organization_id, words);
    create index conversation_words_conversation on search.conversation_words (organization_id, conversation_id);

    create function search.note_conversation_message() returns trigger language plpgsql security definer
      set search_path = pg_catalog, pg_temp as $$
    begin
      insert into search.conversation_words (organization_id, entry_id, conversation_id, words)
      select organization_id, id, conversation_id, search.words_of(text) from added where deleted_at is null
      on conflict (organization_id, entry_id) do update set words = excluded.words, conversation_id = excluded.conversation_id;
      return null;
    end $$;
    create function search.revise_conversation_message() returns trigger language plpgsql security definer
      set search_path = pg_catalog, pg_temp as $$
    begin
      delete from search.conversation_words using added
      where conversation_words.organization_id = added.organization_id and entry_id = added.id and deleted_at is not null;
      insert into search.conversation_words (organization_id, entry_id, conversation_id, words)
      select added.organization_id, added.id, added.conversation_id, search.words_of(added.text)
      from added join removed using (organization_id, id)
      where added.deleted_at is null and (added.text <> removed.text or added.conversation_id <> removed.conversation_id)
      on conflict (organization_id, entry_id) do update set words = excluded.words, conversation_id = excluded.conversation_id;
      return null;
    end $$;
    create function search.note_note() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    begin
      insert into search.conversation_words (organization_id, entry_id, conversation_id, words)
      values (new.organization_id, new.id, new.conversation_id, search.words_of(new.text))
      on conflict (organization_id, entry_id) do update set words = excluded.words, conversation_id = excluded.conversation_id;
      return null;
    end $$;
    create trigger search_note_message after insert on conversation_message referencing new table as added
      for each statement execute function search.note_conversation_message();
    create trigger search_revise_message after update on conversation_message referencing old table as removed new table as added
      for each statement execute function search.revise_conversation_message();
    create trigger search_note_note after insert or update on note for each row execute function search.note_note();

    -- The newest entries first; planned anew each time: which way is short depends on how common the words are.
    create function search.conversation_entries(asked text, before uuid, most integer) returns table (entry uuid, conversation uuid)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
    begin
      return query execute
        'select entry_id, conversation_id from search.conversation_words
         where organization_id = $1 and words @@ $2 and ($3 is null or entry_id < $3) order by entry_id desc limit $4'
      using nullif(current_setting('atrium.organization_id', true), '')::uuid, search.query_of(asked), before, most;
    end $$;
  `.execute(db)
  const role = sql.raw(APP_ROLE)
  await sql`
    revoke all on all functions in schema search from public;
    grant execute on function search.conversation_entries to ${role};

    alter table conversation_message no force row level security;
    alter table note no force row level security;
    insert into search.conversation_words (organization_id, entry_id, conversation_id, words)
    select organization_id, id, conversation_id, search.words_of(text) from conversation_message where deleted_at is null
    union all select organization_id, id, conversation_id, search.words_of(text) from note;
    alter table conversation_message force row level security;
    alter table note force row level security;
  `.execute(db)
  await forceRowSecurity(db, ['saved_view', 'macro'])
}
