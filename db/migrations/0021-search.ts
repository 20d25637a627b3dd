import { sql, type Kysely } from 'kysely'
import { APP_ROLE } from './row-security.ts'

/**
 * Finding messages by their words. A text search cannot use its index under row security (`@@` might tell of rows that are not to be
 * seen), so the words stand in a schema of their own that the server's role cannot read: it calls `search.messages`, which looks in
 * the organization of the transaction and nowhere else, and answers with ids.
 */
export async function up(db: Kysely<never>): Promise<void> {
  const collation = sql.raw(await lowerCasing(db))
  await sql`
    create extension if not exists btree_gin;
    create schema search;

    create table search.message_words (
      organization_id uuid not null,
      message_id uuid not null,
      channel_id uuid not null,
      words tsvector not null,
      primary key (organization_id, message_id),
      foreign key (organization_id, message_id) references public.message on delete cascade
    );
    create index message_words_by_word on search.message_words using gin (organization_id, words);

    -- Width, case and accents aside. What comes after so many characters is not found: a tsvector has its limits.
    create function search.fold(given text) returns text language sql immutable parallel safe as $$
      select lower(normalize(regexp_replace(normalize(left(given, 100000), NFKD), '[\\u0300-\\u036f]', '', 'g'), NFKC)${collation})
    $$;

    -- Mentions are no words, an address is several, and what is written without spaces stands apart.
    create function search.spaced(folded text) returns text language sql immutable parallel safe as $$
      select regexp_replace(
        regexp_replace(folded, '<@(p:[0-9a-f-]{36}|all|here|room)>|@', ' ', 'g'),
        '[\\u0e00-\\u0e7f\\u3005\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af]+', ' ', 'g')
    $$;

    -- Of scripts without spaces, such as Chinese, Japanese, Korean and Thai: every two characters that stand together, and the last one.
    create function search.unspaced(folded text) returns table (run text, pair text) language sql immutable parallel safe as $$
      select run, one || coalesce(lead(one) over (partition by number order by at), '')
      from regexp_matches(folded, '([\\u0e00-\\u0e7f\\u3005\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af]+)', 'g')
        with ordinality found (runs, number),
        lateral (select runs[1] as run) the, lateral string_to_table(run, null) with ordinality character (one, at)
    $$;

    create function search.words_of(given text) returns tsvector language sql immutable parallel safe as $$
      select strip(to_tsvector('simple', search.spaced(folded)))
        || array_to_tsvector(array(select distinct pair from search.unspaced(folded)))
      from (select search.fold(given) as folded) text
    $$;

    -- The names of its files belong to what it says.
    create function search.words_of_message(organization uuid, message uuid, given text) returns tsvector language sql stable as $$
      select search.words_of(concat_ws(' ', given, (
        select string_agg(file.name, ' ') from public.file where file.organization_id = organization and file.message_id = message
      )))
    $$;

    -- The last word may be the beginning of one, and so may longer ones before it: short beginnings stand in everything. Null where
    -- nothing is left to look for.
    create function search.query_of(asked text) returns tsquery language sql immutable parallel safe as $$
      select string_agg(format('''%s''%s', replace(replace(word, '\\', '\\\\'), '''', ''''''), mark), ' & ')::tsquery
      from (
        select lexeme as word, case when length(lexeme) >= 4 or last = max(last) over () then ':*' else '' end as mark
        from unnest(to_tsvector('simple', search.spaced(search.fold(asked)))), lateral (select max(at) as last from unnest(positions) at) place
        union
        select pair, case when length(pair) = 1 then ':*' else '' end from search.unspaced(search.fold(asked))
        where length(pair) = 2 or run = pair
      ) term
    $$;

    create function search.note_message() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    begin
      insert into search.message_words (organization_id, message_id, channel_id, words)
      select organization_id, id, channel_id, search.words_of_message(organization_id, id, text)
      from added where deleted_at is null
      on conflict (organization_id, message_id) do update set words = excluded.words;
      return null;
    end $$;
    create function search.note_revision() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    begin
      delete from search.message_words using added
      where message_words.organization_id = added.organization_id and message_id = added.id and deleted_at is not null;
      insert into search.message_words (organization_id, message_id, channel_id, words)
      select added.organization_id, added.id, added.channel_id, search.words_of_message(added.organization_id, added.id, added.text)
      from added join removed using (organization_id, id)
      where added.deleted_at is null and (added.text <> removed.text or removed.deleted_at is not null)
      on conflict (organization_id, message_id) do update set words = excluded.words;
      return null;
    end $$;
    create function search.note_file() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    begin
      insert into search.message_words (organization_id, message_id, channel_id, words)
      select organization_id, id, channel_id, search.words_of_message(organization_id, id, text)
      from public.message where organization_id = new.organization_id and id = new.message_id and deleted_at is null
      on conflict (organization_id, message_id) do update set words = excluded.words;
      return null;
    end $$;
    create trigger search_note_message after insert on message referencing new table as added
      for each statement execute function search.note_message();
    create trigger search_note_revision after update on message referencing old table as removed new table as added
      for each statement execute function search.note_revision();
    create trigger search_note_file after insert or update of message_id, name on file
      for each row when (new.message_id is not null) execute function search.note_file();

    -- Planned anew each time: which way is short depends on how common the words are.
    create function search.messages(asked text, channels uuid[], since uuid, before uuid, most integer) returns table (id uuid)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
    begin
      return query execute
        'select message_id from search.message_words
         where organization_id = $1 and words @@ $2 and channel_id = any($3) and message_id >= $4 and ($5 is null or message_id < $5)
         order by message_id desc limit $6'
      using nullif(current_setting('atrium.organization_id', true), '')::uuid, search.query_of(asked), channels, since, before, most;
    end $$;
  `.execute(db)
  const role = sql.raw(APP_ROLE)
  await sql`
    revoke all on all functions in schema search from public;
    grant usage on schema search to ${role};
    grant execute on function search.messages to ${role};

    -- What is there already, of every organization: only while they are not forced on their owner do the policies let it see them.
    alter table message no force row level security;
    alter table file no force row level security;
    insert into search.message_words (organization_id, message_id, channel_id, words)
    select organization_id, id, channel_id, search.words_of_message(organization_id, id, text) from message where deleted_at is null;
    alter table message force row level security;
    alter table file force row level security;
  `.execute(db)
}

/** A database in the locale C makes only ASCII lower case, unless it is told whose rules to use; before version 17 Postgres brings none of its own. */
async function lowerCasing(db: Kysely<never>): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select collname as name from pg_collation where collname in ('pg_c_utf8', 'und-x-icu') order by collname = 'pg_c_utf8' desc limit 1
  `.execute(db)
  return rows[0] ? ` collate "${rows[0].name}"` : ''
}
