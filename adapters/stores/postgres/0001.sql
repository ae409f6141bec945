-- What a store of coterie is made of. Names are text in the order of code points; JSON is kept as the text it came as.
-- Everything here stands in a schema of its own, which every connection has as its search_path.

-- One row: the number of the newest commit. A commit begins by raising it, and holds its row until it ends: so commits come one after another.
CREATE TABLE progress (number bigint NOT NULL);
INSERT INTO progress VALUES (0);

-- `number` is that of the commit that wrote it.
CREATE TABLE record (
    tab text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    value json NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (tab, key)
);

-- A process that has the store open, with the outcome of its newest batch of commits; kept a while after its end, in case it asks.
CREATE TABLE worker (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    process text NOT NULL,
    batch bigint NOT NULL DEFAULT 0,
    outcomes text[] NOT NULL DEFAULT '{}',
    begun timestamptz NOT NULL DEFAULT now()
);

-- The right of a worker to claim and to commit. Taking the row away ends both, and every claim of the worker with it.
CREATE TABLE lease (
    worker bigint PRIMARY KEY REFERENCES worker ON DELETE CASCADE,
    until timestamptz NOT NULL
);

CREATE SEQUENCE place;

-- `place` counts up over everything that was ever enqueued, in the order of the commits. `claims` counts how often it was claimed.
CREATE TABLE entry (
    queue text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    lane text COLLATE "C" NOT NULL,
    place bigint NOT NULL,
    body json NOT NULL,
    due timestamptz NOT NULL,
    attempts integer NOT NULL,
    claims integer NOT NULL DEFAULT 0,
    PRIMARY KEY (queue, id)
);
CREATE UNIQUE INDEX entry_in_lane ON entry (queue, lane, place);

-- A lane in which something waits: its first entry, and who has claimed which.
CREATE TABLE lane (
    queue text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    head bigint NOT NULL,
    due timestamptz NOT NULL,
    worker bigint REFERENCES lease ON DELETE SET NULL,
    claimed bigint,
    PRIMARY KEY (queue, name)
);
CREATE INDEX lane_oldest ON lane (queue, head) WHERE worker IS NULL;
CREATE INDEX lane_earliest ON lane (queue, due) WHERE worker IS NULL;
CREATE INDEX lane_claimed ON lane (worker) WHERE worker IS NOT NULL;

CREATE TABLE seen (
    queue text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (queue, id)
);
CREATE INDEX seen_at ON seen (at);

CREATE TABLE timer (
    key text COLLATE "C" PRIMARY KEY,
    due timestamptz NOT NULL,
    body json NOT NULL
);
CREATE INDEX timer_due ON timer (due, key);

-- The oldest due head of a free lane, claimed. Fails on the lane's foreign key where the worker's lease was taken away.
CREATE FUNCTION claim(me bigint, wanted text, moment timestamptz)
RETURNS SETOF entry LANGUAGE plpgsql AS $$
DECLARE
    its lane%ROWTYPE;
BEGIN
    SELECT * INTO its FROM lane AS l WHERE l.queue = wanted AND l.worker IS NULL AND l.due <= moment
        ORDER BY l.head LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        UPDATE lane AS l SET worker = me, claimed = its.head WHERE l.queue = wanted AND l.name = its.name;
        RETURN QUERY UPDATE entry AS e SET claims = e.claims + 1
            WHERE e.queue = wanted AND e.lane = its.name AND e.place = its.head RETURNING e.*;
    END IF;
END $$;

-- The first thing that a unit read and that is no longer so; null where all of it is.
CREATE FUNCTION stale(gets json, scans json)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    changed text;
    span record;
    there bigint;
    newest bigint;
BEGIN
    SELECT r.tab || '/' || r.key INTO changed
        FROM json_to_recordset(gets) AS r(tab text, key text, number bigint)
        LEFT JOIN record AS k ON k.tab = r.tab AND k.key = r.key
        WHERE coalesce(k.number, 0) <> r.number LIMIT 1;
    IF FOUND THEN
        RETURN changed;
    END IF;
    FOR span IN SELECT * FROM json_to_recordset(scans) AS r(tab text, low text, high text, count bigint, number bigint) LOOP
        IF span.high IS NULL THEN
            SELECT count(*), max(k.number) INTO there, newest FROM record AS k
                WHERE k.tab = span.tab AND k.key >= span.low;
        ELSE
            SELECT count(*), max(k.number) INTO there, newest FROM record AS k
                WHERE k.tab = span.tab AND k.key >= span.low AND k.key < span.high;
        END IF;
        IF there <> span.count OR newest > span.number THEN
            RETURN span.tab || '/' || span.low || '…';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- One act on a queue.
CREATE FUNCTION work(me bigint, act text, its_queue text, its_id text, its_lane text, its_body text, its_due timestamptz,
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
    IF NOT FOUND THEN
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

-- Everything that one unit wants written, if what it read still holds.
CREATE FUNCTION keep_one(me bigint, unit json, newest bigint, moment timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    changed text := stale(unit->'gets', unit->'scans');
    act record;
BEGIN
    IF changed IS NOT NULL THEN
        RAISE EXCEPTION '%', changed USING ERRCODE = 'CT001';
    END IF;
    INSERT INTO record SELECT r.tab, r.key, r.value::json, newest
        FROM json_to_recordset(unit->'puts') AS r(tab text, key text, value text)
        ON CONFLICT (tab, key) DO UPDATE SET value = excluded.value, number = excluded.number;
    DELETE FROM record AS k USING json_to_recordset(unit->'deletes') AS r(tab text, key text)
        WHERE k.tab = r.tab AND k.key = r.key;
    FOR act IN SELECT * FROM json_to_recordset(unit->'work')
            AS r(act text, queue text, id text, lane text, body text, due timestamptz, attempts integer) LOOP
        PERFORM work(me, act.act, act.queue, act.id, act.lane, act.body, act.due, act.attempts, moment);
    END LOOP;
    INSERT INTO timer SELECT r.key, r.due, r.body::json FROM json_to_recordset(unit->'timers') AS r(key text, due timestamptz, body text)
        ON CONFLICT (key) DO UPDATE SET due = excluded.due, body = excluded.body;
    DELETE FROM timer AS t USING json_to_recordset(unit->'cancelled') AS r(key text, "only" timestamptz)
        WHERE t.key = r.key AND (r."only" IS NULL OR t.due = r."only");
END $$;

-- A batch of units of one worker, each kept whole or not at all. Gives for each '' or a code and a word; null where the worker lost its lease.
-- Asked for the same batch again, it says again what it said, and does nothing.
CREATE FUNCTION keep(me bigint, nth bigint, units json, moment timestamptz, brings boolean)
RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    mine worker%ROWTYPE;
    newest bigint;
    unit json;
    said text[] := '{}';
BEGIN
    UPDATE progress SET number = number + 1 RETURNING number INTO newest;
    SELECT * INTO mine FROM worker AS w WHERE w.id = me;
    IF mine.batch = nth THEN
        RETURN mine.outcomes;
    END IF;
    PERFORM FROM lease AS l WHERE l.worker = me FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    FOR unit IN SELECT json_array_elements(units) LOOP
        BEGIN
            PERFORM keep_one(me, unit, newest, moment);
            said := said || ''::text;
        EXCEPTION WHEN OTHERS THEN
            said := said || (SQLSTATE || ' ' || SQLERRM);
        END;
    END LOOP;
    UPDATE worker AS w SET batch = nth, outcomes = said WHERE w.id = me;
    IF brings THEN
        PERFORM pg_notify('coterie:' || current_schema(), me::text);
    END IF;
    RETURN said;
END $$;
