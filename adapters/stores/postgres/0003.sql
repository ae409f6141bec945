-- Work that never waits: a unit takes an entry, as if it enqueued and finished it, unless something waits in the lane (CT004) or the id was known
-- before (CT005).

CREATE OR REPLACE FUNCTION work(me bigint, act text, its_queue text, its_id text, its_lane text, its_body text, its_due timestamptz,
                     its_attempts integer, moment timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    there entry%ROWTYPE;
    way lane%ROWTYPE;
    first entry%ROWTYPE;
BEGIN
    SELECT * INTO there FROM entry AS e WHERE e.queue = its_queue AND e.id = its_id;
    IF act = 'enqueue' THEN
        IF FOUND OR EXISTS (SELECT FROM seen AS s WHERE s.queue = its_queue AND s.id = its_id) THEN
            RETURN;
        END IF;
        INSERT INTO entry VALUES (its_queue, its_id, its_lane, nextval('place'), its_body::json, its_due, its_attempts)
            RETURNING * INTO first;
        INSERT INTO lane VALUES (its_queue, its_lane, first.place, its_due) ON CONFLICT DO NOTHING;
        RETURN;
    END IF;
    IF act = 'take' THEN
        IF EXISTS (SELECT FROM lane AS l WHERE l.queue = its_queue AND l.name = its_lane) THEN
            RAISE EXCEPTION '%', its_lane USING ERRCODE = 'CT004';
        END IF;
        IF there.id IS NOT NULL OR EXISTS (SELECT FROM seen AS s WHERE s.queue = its_queue AND s.id = its_id) THEN
            RAISE EXCEPTION '%', its_id USING ERRCODE = 'CT005';
        END IF;
        INSERT INTO seen VALUES (its_queue, its_id, moment);
        RETURN;
    END IF;
    IF there.id IS NULL THEN
        RAISE EXCEPTION '%', its_id USING ERRCODE = 'CT002';
    END IF;
    SELECT * INTO way FROM lane AS l WHERE l.queue = its_queue AND l.name = there.lane FOR UPDATE;
    IF way.claimed = there.place AND way.worker <> me THEN
        RAISE EXCEPTION '%', its_id USING ERRCODE = 'CT003';
    END IF;
    IF act = 'finish' THEN
        DELETE FROM entry AS e WHERE e.queue = its_queue AND e.id = its_id;
        INSERT INTO seen VALUES (its_queue, its_id, moment) ON CONFLICT (queue, id) DO UPDATE SET at = excluded.at;
    ELSE
        UPDATE entry AS e SET due = its_due, body = coalesce(its_body::json, e.body), attempts = e.attempts + 1
            WHERE e.queue = its_queue AND e.id = its_id;
    END IF;
    SELECT * INTO first FROM entry AS e WHERE e.queue = its_queue AND e.lane = there.lane ORDER BY e.place LIMIT 1;
    IF FOUND THEN
        UPDATE lane AS l SET head = first.place, due = first.due,
                worker = CASE WHEN l.claimed = there.place THEN NULL ELSE l.worker END,
                claimed = CASE WHEN l.claimed = there.place THEN NULL ELSE l.claimed END
            WHERE l.queue = its_queue AND l.name = there.lane;
    ELSE
        DELETE FROM lane AS l WHERE l.queue = its_queue AND l.name = there.lane;
    END IF;
END $$;

-- As before, with what they take.
CREATE FUNCTION keep_together(me bigint, nth bigint, units integer, gets json, scans json, puts json, deletes json, ends json, adds json,
                              timers json, cancelled json, taken json, moment timestamptz, brings boolean, OUT newest bigint, OUT said text[])
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
    IF taken IS NOT NULL THEN
        FOR wrong IN SELECT r.u, r.id, l.name AS lane FROM json_to_recordset(taken) AS r(u integer, queue text, id text, lane text)
                LEFT JOIN lane AS l ON l.queue = r.queue AND l.name = r.lane
                LEFT JOIN seen AS s ON s.queue = r.queue AND s.id = r.id
                LEFT JOIN entry AS e ON e.queue = r.queue AND e.id = r.id
                WHERE l.name IS NOT NULL OR s.id IS NOT NULL OR e.id IS NOT NULL LOOP
            said[wrong.u] := coalesce('CT004 ' || wrong.lane, 'CT005 ' || wrong.id);
            bad := bad || wrong.u;
        END LOOP;
    END IF;
    IF gets IS NOT NULL THEN
        FOR wrong IN SELECT r.u, r.tab || '/' || r.key AS what
                FROM json_to_recordset(gets) AS r(u integer, tab text, key text, number bigint)
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
    IF ends IS NOT NULL THEN
        -- Lanes before entries, as whoever claims does.
        PERFORM FROM json_to_recordset(ends) AS r(queue text, id text)
            JOIN entry AS e ON e.queue = r.queue AND e.id = r.id JOIN lane AS l ON l.queue = e.queue AND l.name = e.lane FOR UPDATE OF l;
        FOR wrong IN SELECT r.u, r.id, e.place FROM json_to_recordset(ends) AS r(u integer, queue text, id text)
                LEFT JOIN entry AS e ON e.queue = r.queue AND e.id = r.id LEFT JOIN lane AS l ON l.queue = e.queue AND l.name = e.lane
                WHERE e.place IS NULL OR (l.claimed = e.place AND l.worker <> me) LOOP
            said[wrong.u] := CASE WHEN wrong.place IS NULL THEN 'CT002 ' ELSE 'CT003 ' END || wrong.id;
            bad := bad || wrong.u;
        END LOOP;
    END IF;

    -- What those want who may
    IF taken IS NOT NULL THEN
        INSERT INTO seen SELECT r.queue, r.id, moment FROM json_to_recordset(taken) AS r(u integer, queue text, id text)
            WHERE r.u <> ALL (bad);
    END IF;
    IF puts IS NOT NULL THEN
        INSERT INTO record SELECT r.tab, r.key, r.value::json, newest
            FROM json_to_recordset(puts) AS r(u integer, tab text, key text, value text) WHERE r.u <> ALL (bad)
            ON CONFLICT (tab, key) DO UPDATE SET value = excluded.value, number = excluded.number;
    END IF;
    IF deletes IS NOT NULL THEN
        DELETE FROM record AS k USING json_to_recordset(deletes) AS r(u integer, tab text, key text)
            WHERE k.tab = r.tab AND k.key = r.key AND r.u <> ALL (bad);
    END IF;
    IF ends IS NOT NULL THEN
        SELECT array_agg(e.queue), array_agg(e.lane), array_agg(e.place) INTO queues, lanes, places
            FROM json_to_recordset(ends) AS r(u integer, queue text, id text) JOIN entry AS e ON e.queue = r.queue AND e.id = r.id
            WHERE r.u <> ALL (bad);
        WITH done AS (
            DELETE FROM entry AS e USING json_to_recordset(ends) AS r(u integer, act text, queue text, id text)
            WHERE e.queue = r.queue AND e.id = r.id AND r.act = 'finish' AND r.u <> ALL (bad) RETURNING e.queue, e.id)
        INSERT INTO seen SELECT d.queue, d.id, moment FROM done AS d ON CONFLICT (queue, id) DO UPDATE SET at = excluded.at;
        UPDATE entry AS e SET due = r.due, body = coalesce(r.body::json, e.body), attempts = e.attempts + 1
            FROM json_to_recordset(ends) AS r(u integer, act text, queue text, id text, due timestamptz, body text)
            WHERE e.queue = r.queue AND e.id = r.id AND r.act = 'postpone' AND r.u <> ALL (bad);
    END IF;
    IF adds IS NOT NULL THEN
        WITH new AS (
            INSERT INTO entry SELECT n.queue, n.id, n.lane, nextval('place'), n.body::json, n.due, n.attempts FROM (
                SELECT * FROM (
                    SELECT DISTINCT ON (r.queue, r.id) r.* FROM json_to_recordset(adds) AS r(u integer, o integer, queue text, id text, lane text,
                            body text, due timestamptz, attempts integer)
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
    IF timers IS NOT NULL THEN
        INSERT INTO timer SELECT r.key, r.due, r.body::json FROM json_to_recordset(timers) AS r(u integer, key text, due timestamptz, body text)
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
