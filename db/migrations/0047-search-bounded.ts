import { sql, type Kysely } from 'kysely'

/**
 * What a search costs no longer depends on what Postgres believes of its words: of the beginning of a word it knows no figures, took it for
 * common, and went through everything from the newest on. Now it goes through the newest, and only so many; what is older is found by the
 * index of words. Of several words by the rarest alone, where few have it: to bring together all that begin with each takes longer than to
 * look at those few.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- As it was in query_of, one by one.
    create function search.terms_of(asked text) returns tsquery[] language sql immutable parallel safe as $$
      select array_agg(format('''%s''%s', replace(replace(word, '\\', '\\\\'), '''', ''''''), mark)::tsquery)
      from (
        select lexeme as word, case when length(lexeme) >= 4 or last = max(last) over () then ':*' else '' end as mark
        from unnest(to_tsvector('simple', search.spaced(search.fold(asked)))), lateral (select max(at) as last from unnest(positions) at) place
        union
        select pair, case when length(pair) = 1 then ':*' else '' end from search.unspaced(search.fold(asked))
        where length(pair) = 2 or run = pair
      ) term
    $$;
    create or replace function search.query_of(asked text) returns tsquery language sql immutable parallel safe as $$
      select array_to_string(search.terms_of(asked), ' & ')::tsquery
    $$;

    -- Of one of the tables of words: the ids of what has them all, the newest first. The condition may name the channels as $3.
    create function search.newest(words_of regclass, id name, condition text, asked text, channels uuid[], since uuid, before uuid, most integer)
    returns setof uuid language plpgsql stable set search_path = pg_catalog, pg_temp as $$
    declare
      first_look constant integer := 1000;
      second_look constant integer := 8000;
      -- So many of the first look that have the rarest word are too many to look at each that has it.
      common constant integer := 20;
      organization uuid := nullif(current_setting('atrium.organization_id', true), '')::uuid;
      terms tsquery[] := search.terms_of(asked);
      wanted tsquery := search.query_of(asked);
      -- ts_match_vq is what @@ calls, but no index takes it up.
      below text := format('select * from %s where organization_id = $1 and ($5 is null or %I >= $5) and ($6 is null or %2$I < $6)
        order by %2$I desc', words_of, id);
      look text := format('select %1$I from (%2$s limit %%s) newest where ts_match_vq(words, $2) and %3$s order by %1$I desc limit $7',
        id, below, condition);
      last_of_look text := format('select %I from (%s) newest offset %%s limit 1', id, below);
      rarest tsquery := wanted;
      found integer;
      had integer;
      seen_to uuid;
    begin
      if wanted is null then return; end if;
      return query execute format(look, first_look) using organization, wanted, channels, terms, since, before, most;
      get diagnostics found = row_count;
      if found >= most then return; end if;
      execute format(last_of_look, first_look - 1) into seen_to using organization, wanted, channels, terms, since, before;
      if seen_to is null then return; end if;
      most := most - found;

      if found > 1 then
        return query execute format(look, second_look) using organization, wanted, channels, terms, since, seen_to, most;
        get diagnostics had = row_count;
        if had >= most then return; end if;
        most := most - had;
        before := seen_to;
        execute format(last_of_look, second_look - 1) into seen_to using organization, wanted, channels, terms, since, before;
        if seen_to is null then return; end if;
      end if;

      if cardinality(terms) > 1 then
        execute format('select term, count(*) filter (where ts_match_vq(words, term)) from (%s limit %s) newest, unnest($4) term
          group by term order by 2 limit 1', below, first_look) into rarest, had using organization, wanted, channels, terms, since, before;
        if had > common then rarest := wanted; end if;
      end if;
      return query execute format('with older as materialized (
          select %1$I as id from %2$s where organization_id = $1 and words @@ $4 and ts_match_vq(words, $2) and %3$s
            and ($5 is null or %1$I >= $5) and %1$I < $6
        ) select id from older order by id desc limit $7', id, words_of, condition)
        using organization, wanted, channels, rarest, since, seen_to, most;
    end $$;

    create or replace function search.messages(asked text, channels uuid[], since uuid, before uuid, most integer) returns table (id uuid)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
      select search.newest('search.message_words', 'message_id', 'channel_id = any($3)', asked, channels, since, before, most)
    $$;
    create or replace function search.conversation_entries(asked text, before uuid, most integer) returns table (entry uuid, conversation uuid)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
      select entry_id, conversation_id from search.conversation_words
      where organization_id = nullif(current_setting('atrium.organization_id', true), '')::uuid
        and entry_id = any(array(select search.newest('search.conversation_words', 'entry_id', 'true', asked, null, null, before, most)))
      order by entry_id desc
    $$;

    revoke all on all functions in schema search from public;
  `.execute(db)
}
