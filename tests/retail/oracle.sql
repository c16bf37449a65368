-- Who must have received what and when in examples/retail, from the orders alone.
--
-- Premise: `line(n, text)` holds the events of examples/retail in the order of the input.
-- Promise: `action` and `decision` hold every row that `wend run` must write, by the meaning of
-- the language and not by how the engine goes about it: each journey is told as whole sets
-- (entries, ends, what would be sent at which moment), and only then, because limits look across
-- journeys, one pass over all proposed sends in order decides each of them.
--
-- Times are Unix seconds, money is in millionths. `seq` is an event's place in the input. What a
-- timer does at time t comes after all events of time t: its place is `later`, behind every event.

CREATE TABLE customer(who TEXT PRIMARY KEY, email TEXT, consent INT) WITHOUT ROWID;

INSERT INTO customer
SELECT text ->> '$.userId', text ->> '$.traits.email', coalesce(text ->> '$.traits.email_consent', 0)
FROM line WHERE text ->> '$.type' = 'identify';

CREATE TABLE event(
    seq INTEGER PRIMARY KEY, t INT, who TEXT, kind TEXT, total INT, items INT, country TEXT);

INSERT INTO event
SELECT n, unixepoch(text ->> '$.timestamp'), text ->> '$.userId',
       CASE text ->> '$.event' WHEN 'Order Completed' THEN 'order' ELSE 'cancel' END,
       CAST(round((text ->> '$.properties.total') * 1e6) AS INT),
       text ->> '$.properties.items', text ->> '$.properties.country'
FROM line WHERE text ->> '$.type' = 'track';

CREATE INDEX event_by_customer ON event(who, kind, seq, t, total);

CREATE TABLE fact AS
SELECT max(t) AS horizon, 1 << 60 AS later,
       60 AS m, 3600 AS h, 86400 AS d, 1000000 AS pound
FROM event;

-- Half a year up to and with an order.
CREATE TEMP VIEW half AS
SELECT o.seq, count(*) AS orders, sum(p.total) AS spent
FROM event o, fact JOIN event p
ON p.who = o.who AND p.kind = 'order' AND p.seq <= o.seq AND p.t > o.t - 180 * d
WHERE o.kind = 'order' GROUP BY o.seq;

-- Each order with what the history said about its customer as it came in.
CREATE TABLE purchase AS
SELECT o.*,
       row_number() OVER (PARTITION BY who ORDER BY seq) AS nth,
       lead(seq)    OVER (PARTITION BY who ORDER BY seq) AS next_seq,
       lead(t)      OVER (PARTITION BY who ORDER BY seq) AS next_t,
       (SELECT sum(p.total) FROM event p, fact
        WHERE p.who = o.who AND p.kind = 'order' AND p.seq <= o.seq AND p.t > o.t - 365 * d) AS year,
       half.orders AS half, half.spent
FROM event o JOIN half USING (seq) WHERE kind = 'order';

CREATE UNIQUE INDEX purchase_by_customer ON purchase(who, seq);

-- A send that a journey proposes. `seq` is the event that causes it or `later`; `entered` and `rank`
-- (the priority) order what runs at one moment, `step` what one run does; `parent` is the step whose
-- fate decides whether this one is proposed at all: 'sent', or 'not' for an `else`.
CREATE TABLE proposal(
    who TEXT, t INT, seq INT, rank INT, entered INT, journey TEXT, step INT, stage TEXT,
    channel TEXT, message TEXT, class TEXT, params TEXT, parent INT, fate TEXT);

-- What an instance is told to do besides: rows of `decision`, some only if a step was sent or not.
CREATE TABLE decision(
    t INT, who TEXT, journey TEXT, what TEXT, outcome TEXT, kind TEXT, detail TEXT,
    entered INT, step INT, fate TEXT);

CREATE VIEW money AS  -- the template of a decimal: use printf(form, n / 1000000, n % 1000000)
SELECT '%d.%06d' AS form;

------------------------------------------------------------------------------------- welcome

CREATE TABLE welcome AS
WITH one AS (SELECT who, seq AS entered, t AS t0, total, items FROM purchase WHERE nth = 1),
two AS (
    SELECT one.*,
           (SELECT min(c.seq) FROM event c WHERE c.who = one.who AND c.kind = 'cancel'
            AND c.seq > entered AND c.total >= one.total) AS stop_seq,
           (SELECT min(o.seq) FROM event o WHERE o.who = one.who AND o.kind = 'order'
            AND o.t > t0 + 14 * d AND o.t <= t0 + 35 * d AND o.total > one.total) AS cheer_seq
    FROM one, fact)
SELECT two.*, s.t AS stop_t, c.t AS cheer_t,
       CASE WHEN s.seq IS NULL THEN 0
            WHEN c.seq IS NOT NULL THEN s.seq < c.seq
            ELSE s.t <= t0 + 35 * d END AS stopped
FROM two, fact LEFT JOIN event s ON s.seq = stop_seq LEFT JOIN event c ON c.seq = cheer_seq;

INSERT INTO proposal
SELECT who, t0 + 2 * h, later, 60, entered, 'welcome', 1, 'greet', 'email', 'welcome_mail',
       'promotional',
       json_object('items', items, 'tier', 'tier of'), NULL, NULL
FROM welcome, fact WHERE NOT (stopped AND stop_t <= t0 + 2 * h)
UNION ALL
SELECT who, t0 + 14 * d, later, 60, entered, 'welcome', 2, 'show', 'email',
       iif(items < 10, 'catalogue', 'assortment'), 'promotional', '{}', NULL, NULL
FROM welcome, fact WHERE NOT (stopped AND stop_t <= t0 + 14 * d)
UNION ALL
SELECT who, cheer_t, cheer_seq, 60, entered, 'welcome', 3, 'cheer', 'email', 'keep_going',
       'promotional', '{}', NULL, NULL
FROM welcome WHERE cheer_seq IS NOT NULL AND NOT stopped;

INSERT INTO decision(t, who, journey, what, outcome, kind, detail, entered)
SELECT t0, who, 'welcome', 'entry', 'entered', NULL, NULL, entered FROM welcome
UNION ALL
SELECT stop_t, who, 'welcome', 'exit', 'exited', 'event', NULL, entered FROM welcome WHERE stopped
UNION ALL
SELECT coalesce(cheer_t, t0 + 35 * d), who, 'welcome', 'finish', 'finished', NULL, NULL, entered
FROM welcome, fact WHERE NOT stopped;

-------------------------------------------------------------------------------- second_order

CREATE TABLE second AS
WITH one AS (
    SELECT who, seq AS entered, t AS t0, total, next_seq AS goal_seq, next_t AS goal_t
    FROM purchase WHERE nth = 1 AND country = 'United Kingdom'),
two AS (
    SELECT one.*,
           (SELECT min(c.seq) FROM event c WHERE c.who = one.who AND c.kind = 'cancel'
            AND c.t > t0 + 21 * d AND c.t <= t0 + 41 * d) AS sad_seq
    FROM one, fact)
SELECT two.*, c.t AS sad_t,
       -- when and how it is over: the second order, a cancellation, or the last step
       coalesce(goal_t <= t0 + 45 * d AND (sad_seq IS NULL OR goal_seq < sad_seq), 0) AS bought
FROM two, fact LEFT JOIN event c ON c.seq = sad_seq;

INSERT INTO proposal
SELECT who, t0 + 21 * d, later, 50, entered, 'second_order', 1, 'offer', 'email', 'voucher',
       'promotional', json_object('worth', iif(total >= 300 * pound, 25, 10)), NULL, NULL
FROM second, fact WHERE NOT (bought AND goal_t <= t0 + 21 * d)
UNION ALL
SELECT who, t0 + 41 * d, later, 50, entered, 'second_order', 2, 'remind', 'email', 'voucher_ends',
       'promotional', '{"worth":' || printf(form, worth / pound, worth % pound) || '}', NULL, NULL
FROM (SELECT *, total * 5 / 100 + 1500000 AS worth FROM second), fact, money
WHERE sad_seq IS NULL AND NOT (bought AND goal_t <= t0 + 41 * d);

INSERT INTO decision(t, who, journey, what, outcome, kind, detail, entered, step, fate)
SELECT t0, who, 'second_order', 'entry', 'entered', NULL, NULL, entered, NULL, NULL FROM second
UNION ALL
SELECT t, who, 'second_order', 'entry', 'refused', 'only_if', 'vouchers are for the United Kingdom',
       seq, NULL, NULL
FROM purchase WHERE nth = 1 AND country <> 'United Kingdom'
UNION ALL  -- before the reminder, or after it if it went out
SELECT goal_t, who, 'second_order', 'exit', 'exited', 'goal', NULL, entered,
       iif(goal_t > t0 + 41 * d, 2, NULL), 'sent'
FROM second, fact WHERE bought
UNION ALL
SELECT sad_t, who, 'second_order', 'exit', 'exited', 'statement', 'cancelled before the second order',
       entered, NULL, NULL
FROM second WHERE sad_seq IS NOT NULL AND NOT bought
UNION ALL
SELECT t0 + 41 * d, who, 'second_order', 'exit', 'exited', 'statement', 'no voucher after all',
       entered, 2, 'not'
FROM second, fact WHERE sad_seq IS NULL AND NOT (bought AND goal_t <= t0 + 41 * d)
UNION ALL
SELECT t0 + 51 * d, who, 'second_order', 'finish', 'finished', NULL, NULL, entered, 2, 'sent'
FROM second, fact WHERE sad_seq IS NULL AND NOT bought;

----------------------------------------------------------------------------- vip_thanks_note

-- How each order that makes or finds a VIP would go on, then the chain of those that enter.
CREATE TABLE vip_order AS
WITH one AS (
    SELECT p.*, (SELECT min(o.seq) FROM event o WHERE o.who = p.who AND o.kind = 'order'
                 AND o.seq > p.seq AND o.t <= p.t + 45 * d AND o.total >= 348 * pound) AS big_seq
    FROM purchase p, fact WHERE p.year >= 2250 * pound)
SELECT one.*, b.t AS big_t, coalesce(b.t, one.t + 45 * d) AS over
FROM one, fact LEFT JOIN event b ON b.seq = big_seq;

CREATE INDEX vip_order_by_customer ON vip_order(who, seq);

CREATE TABLE vip AS
WITH RECURSIVE entry(who, seq, over) AS (
    SELECT who, min(seq), over FROM vip_order GROUP BY who
    UNION ALL
    SELECT v.who, v.seq, v.over FROM entry e, fact JOIN vip_order v
    ON v.who = e.who AND v.seq = (
        SELECT min(n.seq) FROM vip_order n WHERE n.who = e.who AND n.t >= e.over + 120 * d))
SELECT v.* FROM entry JOIN vip_order v USING (who, seq);

INSERT INTO proposal
SELECT who, t, seq, 80, seq, 'vip_thanks_note', 1, 'thank', 'email', 'vip_thanks', 'promotional',
       '{"spent":' || printf(form, spent / pound, spent % pound) || '}', NULL, NULL
FROM vip, fact, money
UNION ALL
SELECT who, t, seq, 80, seq, 'vip_thanks_note', 2, 'thank', 'desk', 'call_customer', 'transactional',
       json_object('why', 'a VIP whom no mail thanked'), 1, 'not'
FROM vip
UNION ALL
SELECT who, over, later, 80, seq, 'vip_thanks_note', 3, 'ask_after', 'desk', 'call_customer',
       'transactional', json_object('why', 'a VIP whom no big order followed'), NULL, NULL
FROM vip, fact WHERE big_seq IS NULL;

-- An order finds the last instance that began before it still inside, or ended too short a time ago.
-- The order that ends an instance finds it ended.
INSERT INTO decision(t, who, journey, what, outcome, kind, detail, entered)
SELECT t, who, 'vip_thanks_note', 'entry', 'entered', NULL, NULL, seq FROM vip
UNION ALL
SELECT over, who, 'vip_thanks_note', 'finish', 'finished', NULL, NULL, seq FROM vip
UNION ALL
SELECT o.t, o.who, 'vip_thanks_note', 'entry', 'refused',
       iif(o.t <= i.over AND (i.big_seq IS NULL OR o.seq < i.big_seq), 'inside', 'reenter'), NULL, o.seq
FROM vip_order o JOIN vip i
ON i.who = o.who AND i.seq = (SELECT max(seq) FROM vip WHERE who = o.who AND seq <= o.seq)
WHERE o.seq <> i.seq;

------------------------------------------------------------------------------------ big_order

CREATE TABLE big_order AS
SELECT p.*, max(t + 10 * d, 5 * d + (
           SELECT max(o.t) FROM event o
           WHERE o.who = p.who AND o.kind = 'order' AND o.t <= p.t + 10 * d)) AS over
FROM purchase p, fact WHERE total >= 1000 * pound;

CREATE INDEX big_order_by_customer ON big_order(who, seq);

CREATE TABLE big AS
WITH RECURSIVE entry(who, seq, t) AS (
    SELECT who, min(seq), t FROM big_order GROUP BY who
    UNION ALL
    SELECT b.who, b.seq, b.t FROM entry e, fact JOIN big_order b
    ON b.who = e.who AND b.seq = (
        SELECT min(n.seq) FROM big_order n WHERE n.who = e.who AND n.t >= e.t + 30 * d))
SELECT b.* FROM entry JOIN big_order b USING (who, seq);

INSERT INTO proposal
SELECT who, t, seq, 70, seq, 'big_order', 1, 'thank', 'email', 'big_order_thanks', 'promotional',
       '{"total":' || printf(form, total / pound, total % pound) || '}', NULL, NULL
FROM big, fact, money
UNION ALL
SELECT who, over, later, 70, seq, 'big_order', 2, 'settle', 'desk', 'call_customer', 'transactional',
       json_object('why', 'how did the big order go?'), NULL, NULL
FROM big, fact;

INSERT INTO decision(t, who, journey, what, outcome, kind, detail, entered)
SELECT t, who, 'big_order', 'entry', 'entered', NULL, NULL, seq FROM big
UNION ALL
SELECT over, who, 'big_order', 'finish', 'finished', NULL, NULL, seq FROM big
UNION ALL
SELECT o.t, o.who, 'big_order', 'entry', 'refused', iif(o.t <= i.over, 'inside', 'reenter'), NULL, o.seq
FROM big_order o JOIN big i
ON i.who = o.who AND i.seq = (SELECT max(seq) FROM big WHERE who = o.who AND seq <= o.seq)
WHERE o.seq <> i.seq;

--------------------------------------------------------------------------------- apology_note

CREATE TABLE regret AS
SELECT c.*, c.t + 30 * m AS over,
       (SELECT o.total FROM event o WHERE o.who = c.who AND o.kind = 'order'
        AND o.t <= c.t + 30 * m AND o.t > c.t + 30 * m - 21 * d
        ORDER BY o.seq DESC LIMIT 1) AS bought
FROM event c, fact WHERE kind = 'cancel' AND total >= 20 * pound;

CREATE INDEX regret_by_customer ON regret(who, seq);

CREATE TABLE apology AS
WITH RECURSIVE entry(who, seq, t) AS (
    SELECT who, min(seq), t FROM regret GROUP BY who
    UNION ALL
    SELECT r.who, r.seq, r.t FROM entry e, fact JOIN regret r
    ON r.who = e.who AND r.seq = (
        SELECT min(n.seq) FROM regret n WHERE n.who = e.who AND n.t >= e.t + 7 * d))
SELECT r.* FROM entry JOIN regret r USING (who, seq);

INSERT INTO proposal
SELECT who, over, later, 50, seq, 'apology_note', 1, 'look', 'desk', 'call_customer', 'transactional',
       json_object('why', 'a whole order was cancelled'), NULL, NULL
FROM apology, fact WHERE total >= bought
UNION ALL
SELECT who, over, later, 50, seq, 'apology_note', 2, 'write', 'email', 'apology', 'transactional',
       '{"total":' || printf(form, total / pound, total % pound) || '}', NULL, NULL
FROM apology, fact, money
UNION ALL
SELECT who, over, later, 50, seq, 'apology_note', 3, 'write', 'desk', 'call_customer', 'transactional',
       json_object('why', 'a large cancellation'), 2, 'sent'
FROM apology, fact WHERE total >= 120 * pound;

INSERT INTO decision(t, who, journey, what, outcome, kind, detail, entered, step, fate)
SELECT t, who, 'apology_note', 'entry', 'entered', NULL, NULL, seq, NULL, NULL FROM apology
UNION ALL
SELECT over, who, 'apology_note', 'exit', 'exited', 'statement', 'no address', seq, 2, 'not'
FROM apology
UNION ALL
SELECT over, who, 'apology_note', 'exit', 'exited', 'statement', 'the desk takes over', seq, 2, 'sent'
FROM apology, fact WHERE total >= 120 * pound
UNION ALL
SELECT over, who, 'apology_note', 'finish', 'finished', NULL, NULL, seq, 2, 'sent'
FROM apology, fact WHERE total < 120 * pound
UNION ALL
SELECT o.t, o.who, 'apology_note', 'entry', 'refused', iif(o.t <= i.over, 'inside', 'reenter'), NULL,
       o.seq, NULL, NULL
FROM regret o JOIN apology i
ON i.who = o.who AND i.seq = (SELECT max(seq) FROM apology WHERE who = o.who AND seq <= o.seq)
WHERE o.seq <> i.seq;

------------------------------------------------------------------------------------- win_back

-- The silence begins with the order and anew with each cancellation that comes in time.
CREATE TABLE win_back AS
WITH RECURSIVE silence(who, entered, t0, next_seq, next_t, seq, since) AS (
    SELECT who, seq, t, next_seq, next_t, seq, t FROM purchase WHERE half >= 2
    UNION ALL
    SELECT s.who, entered, t0, next_seq, next_t, c.seq, c.t
    FROM silence s, fact JOIN event c
    ON c.seq = (SELECT min(n.seq) FROM event n
                WHERE n.who = s.who AND n.kind = 'cancel' AND n.seq > s.seq)
    WHERE c.t <= s.since + 90 * d AND (next_seq IS NULL OR c.seq < next_seq))
SELECT who, entered, t0, next_seq, next_t, max(since) + 90 * d AS try
FROM silence, fact GROUP BY who, entered;

INSERT INTO proposal
SELECT who, try, later, 50, entered, 'win_back', 1, 'first_try', 'desk', 'call_customer',
       'transactional', json_object('why', 'a VIP who stays away'), NULL, NULL
FROM win_back w, fact
WHERE (next_t IS NULL OR next_t > try)
AND EXISTS (SELECT 1 FROM vip WHERE vip.who = w.who AND vip.t <= try)
UNION ALL
SELECT who, try, later, 50, entered, 'win_back', 2, 'first_try', 'email', 'miss_you', 'promotional',
       json_object('silent', printf('PT%dS', try - t0)), NULL, NULL
FROM win_back, fact WHERE next_t IS NULL OR next_t > try
UNION ALL
SELECT who, try + 21 * d, later, 50, entered, 'win_back', 3, 'second_try', 'email', 'last_call',
       'promotional', '{}', 2, 'sent'
FROM win_back, fact WHERE next_t IS NULL OR next_t > try + 21 * d;

INSERT INTO decision(t, who, journey, what, outcome, kind, detail, entered, step, fate)
SELECT t0, who, 'win_back', 'entry', 'entered', NULL, NULL, entered, NULL, NULL FROM win_back
UNION ALL
SELECT t, who, 'win_back', 'entry', 'refused', 'only_if', 'a single order is not a habit', seq,
       NULL, NULL
FROM purchase WHERE half < 2
UNION ALL
SELECT next_t, who, 'win_back', 'exit', 'exited', 'event', NULL, entered,
       iif(next_t > try, 2, NULL), 'sent'
FROM win_back, fact WHERE next_t <= try + 35 * d
UNION ALL
SELECT try, who, 'win_back', 'exit', 'exited', 'statement', 'no way to write', entered, 2, 'not'
FROM win_back WHERE next_t IS NULL OR next_t > try
UNION ALL
SELECT try + 35 * d, who, 'win_back', 'exit', 'exited', 'statement', 'two tries and no answer',
       entered, 2, 'sent'
FROM win_back, fact WHERE next_t IS NULL OR next_t > try + 35 * d;

---------------------------------------------------------------------------------------- goals

CREATE TABLE goal AS
SELECT 'welcome' AS journey, who, entered, t0, 0 AS least, t0 + 60 * d AS until FROM welcome, fact
UNION ALL SELECT 'second_order', who, entered, t0, 0, t0 + 45 * d FROM second, fact
UNION ALL SELECT 'vip_thanks_note', who, seq, t, 75 * pound, t + 30 * d FROM vip, fact
UNION ALL SELECT 'big_order', who, seq, t, 360 * pound, t + 60 * d FROM big, fact
UNION ALL SELECT 'apology_note', who, seq, t, 0, t + 30 * d FROM apology, fact
UNION ALL SELECT 'win_back', who, entered, t0, 0, t0 + 120 * d FROM win_back, fact;

INSERT INTO decision(t, who, journey, what, outcome, entered)
SELECT coalesce(hit, until), who, journey, 'goal', iif(hit IS NULL, 'expired', 'converted'), entered
FROM (SELECT g.*, (SELECT min(o.t) FROM event o WHERE o.who = g.who AND o.kind = 'order'
                   AND o.seq > entered AND o.t <= until AND o.total >= least) AS hit
      FROM goal g);

--------------------------------------------------------------------------------------- policy

CREATE TABLE send(
    id INTEGER PRIMARY KEY, who TEXT, t INT, seq INT, journey TEXT, entered INT, step INT, stage TEXT,
    channel TEXT, message TEXT, class TEXT, params TEXT, parent INT, fate TEXT,
    outcome TEXT, kind TEXT, detail TEXT);

CREATE INDEX send_by_customer ON send(who, class, outcome, t);
CREATE INDEX send_by_step ON send(entered, journey, step);

-- The limits that have no room for a send, and the moment at which each would have it; the send
-- would be allowed when all have it.
CREATE VIEW full_limit AS
SELECT n.id, 'promotional to 2 per 14d' AS name, 2 AS most,
       min(s.t) + 14 * d AS room, count(*) AS n
FROM send n, fact JOIN send s ON s.who = n.who AND s.class = 'promotional' AND s.outcome = 'sent'
AND s.t > n.t - 14 * d GROUP BY n.id HAVING count(*) >= 2
UNION ALL
SELECT n.id, 'email promotional to 3 per 30d', 3, min(s.t) + 30 * d, count(*)
FROM send n, fact JOIN send s ON s.who = n.who AND s.class = 'promotional' AND s.outcome = 'sent'
AND s.channel = 'email' AND s.t > n.t - 30 * d
WHERE n.channel = 'email' GROUP BY n.id HAVING count(*) >= 3;

-- Rows come in the order in which the sends are proposed; each is decided before the next comes.
CREATE TRIGGER decide AFTER INSERT ON send BEGIN
    DELETE FROM send WHERE id = new.id AND new.parent IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM send p
        WHERE p.journey = new.journey AND p.entered = new.entered AND p.step = new.parent
        AND (p.outcome = 'sent') = (new.fate = 'sent'));
    UPDATE send SET kind = (
        SELECT CASE
            WHEN new.channel = 'email' AND c.email IS NULL THEN 'address'
            WHEN new.class <> 'promotional' THEN NULL
            WHEN new.channel = 'email' AND NOT c.consent THEN 'consent'
            WHEN 3 <= (SELECT count(*) FROM event x WHERE x.who = new.who AND x.kind = 'cancel'
                       AND x.seq <= new.seq AND x.t <= new.t AND x.t > new.t - 30 * d)
                THEN 'suppressed'
            WHEN EXISTS (SELECT 1 FROM full_limit f WHERE f.id = new.id) THEN 'limit'
            END
        FROM customer c, fact WHERE c.who = new.who)
    WHERE id = new.id;
    UPDATE send SET outcome = iif(kind IS NULL, 'sent', 'suppressed'),
        detail = CASE kind
            WHEN 'suppressed' THEN 'three cancellations in a month'
            WHEN 'limit' THEN (
                SELECT group_concat(iif(nth = 1, words, 'also ' || name), '; ')
                FROM (SELECT *, row_number() OVER (ORDER BY name) AS nth,
                             name || ': ' || n || ' of ' || most || ', room at ' ||
                             max(room) OVER () AS words
                      FROM full_limit f WHERE f.id = new.id ORDER BY name))
            END
    WHERE id = new.id;
END;

INSERT INTO send(who, t, seq, journey, entered, step, stage, channel, message, class, params, parent, fate)
SELECT who, t, seq, journey, entered, step, stage, channel, message, class,
       -- the tier is what the VIP journey has made it by then
       replace(params, 'tier of', iif(EXISTS (
           SELECT 1 FROM vip WHERE vip.who = proposal.who AND vip.t <= proposal.t), 'vip', 'regular')),
       parent, fate
FROM proposal, fact WHERE t <= horizon
ORDER BY t, seq, who, rank DESC, entered, journey, step;

-------------------------------------------------------------------------------------- results

DELETE FROM decision WHERE t > (SELECT horizon FROM fact);

DELETE FROM decision WHERE step IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM send s WHERE s.journey = decision.journey AND s.entered = decision.entered
    AND s.step = decision.step AND (s.outcome = 'sent') = (decision.fate = 'sent'));

INSERT INTO decision(t, who, journey, what, outcome, kind, detail)
SELECT t, who, journey, 'send', outcome, kind, coalesce(detail, channel || ' ' || message) FROM send;

CREATE VIEW action AS
SELECT s.t, s.who, journey, stage, channel, message, class,
       CASE channel WHEN 'email' THEN c.email ELSE s.who END AS address, params
FROM send s JOIN customer c ON c.who = s.who WHERE outcome = 'sent';
