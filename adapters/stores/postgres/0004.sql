-- What many units want, told in columns instead of JSON: half of what PostgreSQL did for an event was to read that, twice.

-- A column of texts that are told as one, with what stands in no name and in no JSON between them. One that is empty and alone becomes null.
CREATE FUNCTION cut(texts text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT string_to_array(texts, E'\x02\x01\x03') $$;

-- As before. What is null there is empty here: `ends_due` and `ends_body`. What one unit enqueues stands in `adds` in its order.
CREATE FUNCTION keep_together(me bigint, nth bigint, units integer,
                              gets_u integer[], gets_tab text, gets_key text, gets_number bigint[], scans json,
                              puts_u integer[], puts_tab text, puts_key text, puts_value text,
                              deletes_u integer[], deletes_tab text, deletes_key text,
                              ends_u integer[], ends_act text, ends_queue text, ends_id text, ends_due text, ends_body text,
                              adds_u integer[], adds_queue text, adds_id text, adds_lane text, adds_body text, adds_due text, adds_attempts integer[],
                              timers_u integer[], timers_key text, timers_due text, timers_body text, cancelled json,
                              taken_u integer[], taken_queue text, taken_id text, taken_lane text,
                              moment timestamptz, brings boolean, OUT newest bigint, OUT said text[])
LANGUAGE plpgsql AS $$
DECLARE
    mine worker%ROWTYPE;
    bad integer[] := '{}';
    wrong record;
    changed text;
    queues text[];
    lanes text[];
    places bigint[];
BEGIN
    UPDATE progress SET number = number + 1 RETURNING number INTO newest;
    SELECT * INTO mine FROM worker AS w WHERE w.id = me;
    IF mine.batch = nth THEN
        newest := NULL;
        said := mine.outcomes;
        RETURN;
    END IF;
    PERFORM FROM lease AS l WHERE l.worker = me FOR KEY SHARE;
    IF NOT FOUND THEN
        newest := NULL;
        RETURN;
    END IF;
    said := array_fill(''::text, ARRAY[units]);

    -- Who of them may
    IF taken_u IS NOT NULL THEN
        FOR wrong IN SELECT r.u, r.id, l.name AS lane
                FROM unnest(taken_u, cut(taken_queue), cut(taken_id), cut(taken_lane)) AS r(u, queue, id, lane)
                LEFT JOIN lane AS l ON l.queue = r.queue AND l.name = r.lane
                LEFT JOIN seen AS s ON s.queue = r.queue AND s.id = r.id
                LEFT JOIN entry AS e ON e.queue = r.queue AND e.id = r.id
                WHERE l.name IS NOT NULL OR s.id IS NOT NULL OR e.id IS NOT NULL LOOP
            said[wrong.u] := coalesce('CT004 ' || wrong.lane, 'CT005 ' || wrong.id);
            bad := bad || wrong.u;
        END LOOP;
    END IF;
    IF gets_u IS NOT NULL THEN
        FOR wrong IN SELECT r.u, r.tab || '/' || r.key AS what
                FROM unnest(gets_u, cut(gets_tab), cut(gets_key), gets_number) AS r(u, tab, key, number)
                LEFT JOIN record AS k ON k.tab = r.tab AND k.key = r.key WHERE coalesce(k.number, 0) <> r.number LOOP
            said[wrong.u] := 'CT001 ' || wrong.what;
            bad := bad || wrong.u;
        END LOOP;
    END IF;
    IF scans IS NOT NULL THEN
        FOR wrong IN SELECT r.u, json_build_array(r.scan) AS scan FROM json_to_recordset(scans) AS r(u integer, scan json) LOOP
            changed := stale('[]', wrong.scan);
            IF changed IS NOT NULL THEN
                said[wrong.u] := 'CT001 ' || changed;
                bad := bad || wrong.u;
            END IF;
        END LOOP;
    END IF;
    IF ends_u IS NOT NULL THEN
        -- Lanes before entries, as whoever claims does.
        PERFORM FROM unnest(cut(ends_queue), cut(ends_id)) AS r(queue, id)
            JOIN entry AS e ON e.queue = r.queue AND e.id = r.id JOIN lane AS l ON l.queue = e.queue AND l.name = e.lane FOR UPDATE OF l;
        FOR wrong IN SELECT r.u, r.id, e.place FROM unnest(ends_u, cut(ends_queue), cut(ends_id)) AS r(u, queue, id)
                LEFT JOIN entry AS e ON e.queue = r.queue AND e.id = r.id LEFT JOIN lane AS l ON l.queue = e.queue AND l.name = e.lane
                WHERE e.place IS NULL OR (l.claimed = e.place AND l.worker <> me) LOOP
            said[wrong.u] := CASE WHEN wrong.place IS NULL THEN 'CT002 ' ELSE 'CT003 ' END || wrong.id;
            bad := bad || wrong.u;
        END LOOP;
    END IF;

    -- What those want who may
    IF taken_u IS NOT NULL THEN
        INSERT INTO seen SELECT r.queue, r.id, moment FROM unnest(taken_u, cut(taken_queue), cut(taken_id)) AS r(u, queue, id)
            WHERE r.u <> ALL (bad);
    END IF;
    IF puts_u IS NOT NULL THEN
        INSERT INTO record SELECT r.tab, r.key, r.value::json, newest
            FROM unnest(puts_u, cut(puts_tab), cut(puts_key), cut(puts_value)) AS r(u, tab, key, value) WHERE r.u <> ALL (bad)
            ON CONFLICT (tab, key) DO UPDATE SET value = excluded.value, number = excluded.number;
    END IF;
    IF deletes_u IS NOT NULL THEN
        DELETE FROM record AS k USING unnest(deletes_u, cut(deletes_tab), cut(deletes_key)) AS r(u, tab, key)
            WHERE k.tab = r.tab AND k.key = r.key AND r.u <> ALL (bad);
    END IF;
    IF ends_u IS NOT NULL THEN
        SELECT array_agg(e.queue), array_agg(e.lane), array_agg(e.place) INTO queues, lanes, places
            FROM unnest(ends_u, cut(ends_queue), cut(ends_id)) AS r(u, queue, id) JOIN entry AS e ON e.queue = r.queue AND e.id = r.id
            WHERE r.u <> ALL (bad);
        WITH done AS (
            DELETE FROM entry AS e USING unnest(ends_u, cut(ends_act), cut(ends_queue), cut(ends_id)) AS r(u, act, queue, id)
            WHERE e.queue = r.queue AND e.id = r.id AND r.act = 'finish' AND r.u <> ALL (bad) RETURNING e.queue, e.id)
        INSERT INTO seen SELECT d.queue, d.id, moment FROM done AS d ON CONFLICT (queue, id) DO UPDATE SET at = excluded.at;
        UPDATE entry AS e SET due = r.due::timestamptz, body = coalesce(nullif(r.body, '')::json, e.body), attempts = e.attempts + 1
            FROM unnest(ends_u, cut(ends_act), cut(ends_queue), cut(ends_id), cut(ends_due), cut(ends_body))
            AS r(u, act, queue, id, due, body)
            WHERE e.queue = r.queue AND e.id = r.id AND r.act = 'postpone' AND r.u <> ALL (bad);
    END IF;
    IF adds_u IS NOT NULL THEN
        WITH new AS (
            INSERT INTO entry SELECT n.queue, n.id, n.lane, nextval('place'), n.body::json, n.due::timestamptz, n.attempts FROM (
                SELECT * FROM (
                    SELECT DISTINCT ON (r.queue, r.id) r.*
                        FROM unnest(adds_u, cut(adds_queue), cut(adds_id), cut(adds_lane), cut(adds_body), cut(adds_due), adds_attempts)
                        WITH ORDINALITY AS r(u, queue, id, lane, body, due, attempts, o)
                        WHERE r.u <> ALL (bad) ORDER BY r.queue, r.id, r.o) AS f
                WHERE NOT EXISTS (SELECT FROM entry AS e WHERE e.queue = f.queue AND e.id = f.id)
                    AND NOT EXISTS (SELECT FROM seen AS s WHERE s.queue = f.queue AND s.id = f.id)
                ORDER BY f.o) AS n
            RETURNING queue, lane, place, due)
        INSERT INTO lane SELECT DISTINCT ON (n.queue, n.lane) n.queue, n.lane, n.place, n.due FROM new AS n
            ORDER BY n.queue, n.lane, n.place ON CONFLICT DO NOTHING;
    END IF;
    IF places IS NOT NULL THEN
        UPDATE lane AS l SET head = f.place, due = f.due,
                worker = CASE WHEN l.claimed = ANY (places) THEN NULL ELSE l.worker END,
                claimed = CASE WHEN l.claimed = ANY (places) THEN NULL ELSE l.claimed END
            FROM (SELECT DISTINCT t.queue, t.name FROM unnest(queues, lanes) AS t(queue, name)) AS t
            CROSS JOIN LATERAL (SELECT e.place, e.due FROM entry AS e WHERE e.queue = t.queue AND e.lane = t.name ORDER BY e.place LIMIT 1) AS f
            WHERE l.queue = t.queue AND l.name = t.name;
        DELETE FROM lane AS l USING (SELECT DISTINCT t.queue, t.name FROM unnest(queues, lanes) AS t(queue, name)) AS t
            WHERE l.queue = t.queue AND l.name = t.name
                AND NOT EXISTS (SELECT FROM entry AS e WHERE e.queue = t.queue AND e.lane = t.name);
    END IF;
    IF timers_u IS NOT NULL THEN
        INSERT INTO timer SELECT r.key, r.due::timestamptz, r.body::json
            FROM unnest(timers_u, cut(timers_key), cut(timers_due), cut(timers_body)) AS r(u, key, due, body)
            WHERE r.u <> ALL (bad) ON CONFLICT (key) DO UPDATE SET due = excluded.due, body = excluded.body;
    END IF;
    IF cancelled IS NOT NULL THEN
        DELETE FROM timer AS t USING json_to_recordset(cancelled) AS r(u integer, key text, "only" timestamptz)
            WHERE t.key = r.key AND (r."only" IS NULL OR t.due = r."only") AND r.u <> ALL (bad);
    END IF;

    UPDATE worker AS w SET batch = nth, outcomes = said WHERE w.id = me;
    IF brings THEN
        PERFORM pg_notify('coterie:' || current_schema(), me::text);
    END IF;
END $$;

-- Where this stands. Whoever restores a dump, or goes back to an earlier time of the server, stands elsewhere from then on.
CREATE TABLE whereabouts (at text NOT NULL);

-- The server, the history of its log (the first eight digits of a file of it), and the table itself, which a dump makes anew.
CREATE FUNCTION here() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    server text := '';
BEGIN
    BEGIN
        SELECT system_identifier INTO server FROM pg_control_system();
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
    RETURN concat_ws(' ', server, left(pg_walfile_name(pg_current_wal_lsn()), 8), 'whereabouts'::regclass::oid);
END $$;

-- Write down where this stands. Where it stood elsewhere before, a record of this name says that it was restored. Gives whether it did.
CREATE FUNCTION settle(its_tab text, its_key text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
    before text;
BEGIN
    IF EXISTS (SELECT FROM whereabouts AS w WHERE w.at = here()) THEN
        RETURN false;
    END IF;
    UPDATE progress SET number = number + 1 RETURNING number INTO newest;  -- whoever else finds it waits here
    SELECT w.at INTO before FROM whereabouts AS w;
    IF before = here() THEN
        RETURN false;
    END IF;
    DELETE FROM whereabouts;
    INSERT INTO whereabouts VALUES (here());
    IF before IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO record VALUES (its_tab, its_key, '""', newest)
        ON CONFLICT (tab, key) DO UPDATE SET value = excluded.value, number = excluded.number;
    RETURN true;
END $$;
