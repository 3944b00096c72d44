-- Core views, version 1: what rules and queries read. A published column is never removed and never changes its
-- meaning; new ones are added. All ids are UUID text as in the bodies, dates are 2022, 2022-03 or 2022-03-08, instants
-- RFC 3339 with offset, money is integer 分, booleans are 0 and 1. Withheld material (转线索) is in none of them.

-- unit: 被巡察单位
--   id, code (short code), name
DROP VIEW IF EXISTS unit;
CREATE VIEW unit(id, code, name) AS
SELECT body ->> '$.id', body ->> '$.code', body ->> '$.name'
FROM record WHERE kind = 'unit';

-- inspector: 巡察干部
--   id, name, part (leader, deputy_leader, liaison, member), gone (1: left the group)
DROP VIEW IF EXISTS inspector;
CREATE VIEW inspector(id, name, part, gone) AS
SELECT body ->> '$.id', body ->> '$.name', body ->> '$.part', body ->> '$.left'
FROM record WHERE kind = 'inspector';

-- person: 人员
--   id, unit_id, code (代号), name, post, in_charge (分管), approach (type id of the method),
--   head (主要负责人), leading_body (班子成员), party (unknown, member, probationary, no), party_since (date or NULL),
--   planned (day of the planned talk or NULL)
DROP VIEW IF EXISTS person;
CREATE VIEW person(id, unit_id, code, name, post, in_charge, approach, head, leading_body, party, party_since, planned) AS
SELECT body ->> '$.id', body ->> '$.unit', body ->> '$.code', body ->> '$.name', body ->> '$.post',
       body ->> '$.in_charge', body ->> '$.approach', body ->> '$.facts.head', body ->> '$.facts.leading_body',
       body ->> '$.facts.party', body ->> '$.facts.party_since', body ->> '$.planned'
FROM record WHERE kind = 'person';

-- interview: 个别谈话
--   id, person_id, unit_id (of the person; NULL when the person is in the bin), method (hash), state (open, broken_off,
--   closed), post (on the day of the talk), sittings (count), begun (instant or NULL), ended (of the last sitting, or
--   NULL), read_back (instant or NULL)
DROP VIEW IF EXISTS interview;
CREATE VIEW interview(id, person_id, unit_id, method, state, post, sittings, begun, ended, read_back) AS
SELECT i.body ->> '$.id', i.body ->> '$.person', p.body ->> '$.unit', i.body ->> '$.method', i.body ->> '$.state',
       i.body ->> '$.post', json_array_length(i.body, '$.sittings'), i.body ->> '$.sittings[0].from',
       i.body ->> '$.sittings[#-1].to', i.body ->> '$.read_back'
FROM record i LEFT JOIN record p ON p.id = i.parent AND p.kind = 'person'
WHERE i.kind = 'interview';

-- answer: one interview × one question
--   id, interview_id, question (id of the method), wording (0-based), judgement (met, partly, unmet, declined,
--   not_applicable or NULL), progress (open, part, done, excused), statements (count, withheld ones not counted),
--   probes (count of 追问 put), not_put (reason, '' when none)
DROP VIEW IF EXISTS answer;
CREATE VIEW answer(id, interview_id, question, wording, judgement, progress, statements, probes, not_put) AS
SELECT body ->> '$.id', body ->> '$.interview', body ->> '$.question', body ->> '$.wording', body ->> '$.judgement',
       substr(brief, instr(brief, ' ') + 1, instr(substr(brief, instr(brief, ' ') + 1), ' ') - 1),
       (SELECT count(*) FROM json_each(record.body, '$.statements') s WHERE coalesce(s.value ->> '$.withheld', 0) = 0),
       json_array_length(body, '$.probes'), body ->> '$.not_put'
FROM record WHERE kind = 'answer';

-- statement: 陈述, one paragraph of an answer; withheld ones are left out
--   id, answer_id, interview_id, question, ord (order key; sorts as text within the answer), lane (verbatim, gist,
--   remark), at (instant), text, is_key (重点), supersedes (id of the statement it corrects, or NULL),
--   superseded (1: a later statement corrects this one)
DROP VIEW IF EXISTS statement;
CREATE VIEW statement(id, answer_id, interview_id, question, ord, lane, at, text, is_key, supersedes, superseded) AS
SELECT s.value ->> '$.id', r.body ->> '$.id', r.body ->> '$.interview', r.body ->> '$.question', s.value ->> '$.order',
       s.value ->> '$.lane', s.value ->> '$.at', s.value ->> '$.text', coalesce(s.value ->> '$.key', 0),
       s.value ->> '$.supersedes',
       EXISTS(SELECT 1 FROM json_each(r.body, '$.statements') l WHERE l.value ->> '$.supersedes' = s.value ->> '$.id')
FROM record r, json_each(r.body, '$.statements') s
WHERE r.kind = 'answer' AND coalesce(s.value ->> '$.withheld', 0) = 0;

-- claim: 陈述要素; those pinned to a withheld statement are left out
--   id, answer_id, interview_id, question, field (id of the method), qualifier (exact, about, at_least, at_most, range,
--   does_not_know, refused), type (text, integer, money, date, choice, choices, yes_no, person, or NULL without value),
--   int_value (integer, money in 分, yes_no), text_value (text, date, choice, person id, choices as JSON array),
--   int_high, text_high (upper end of a range), statement_id (or NULL)
DROP VIEW IF EXISTS claim;
CREATE VIEW claim(id, answer_id, interview_id, question, field, qualifier, type, int_value, text_value, int_high,
                  text_high, statement_id) AS
SELECT c.value ->> '$.id', r.body ->> '$.id', r.body ->> '$.interview', r.body ->> '$.question', c.value ->> '$.field',
       c.value ->> '$.qualifier', c.value ->> '$.value.type',
       CASE WHEN c.value ->> '$.value.type' IN ('integer', 'money', 'yes_no') THEN c.value ->> '$.value.is' END,
       CASE WHEN c.value ->> '$.value.type' NOT IN ('integer', 'money', 'yes_no') THEN c.value ->> '$.value.is' END,
       CASE WHEN c.value ->> '$.high.type' IN ('integer', 'money', 'yes_no') THEN c.value ->> '$.high.is' END,
       CASE WHEN c.value ->> '$.high.type' NOT IN ('integer', 'money', 'yes_no') THEN c.value ->> '$.high.is' END,
       c.value ->> '$.statement'
FROM record r, json_each(r.body, '$.claims') c
WHERE r.kind = 'answer'
  AND NOT EXISTS(SELECT 1 FROM json_each(r.body, '$.statements') s
                 WHERE s.value ->> '$.id' = c.value ->> '$.statement' AND coalesce(s.value ->> '$.withheld', 0) = 1);

-- observation: 疑点; withheld ones, and those that come from a withheld statement, are left out
--   id, unit_id, origin (statement, free), interview_id, answer_id, statement_id (NULL when free), text,
--   by_id (inspector), at (instant)
DROP VIEW IF EXISTS observation;
CREATE VIEW observation(id, unit_id, origin, interview_id, answer_id, statement_id, text, by_id, at) AS
SELECT o.body ->> '$.id', o.body ->> '$.unit', o.body ->> '$.origin.from', o.body ->> '$.origin.interview',
       o.body ->> '$.origin.answer', o.body ->> '$.origin.statement', o.body ->> '$.text', o.body ->> '$.by',
       o.body ->> '$.at'
FROM record o
WHERE o.kind = 'observation' AND o.body ->> '$.withheld' = 0
  AND NOT EXISTS(SELECT 1 FROM record a, json_each(a.body, '$.statements') s
                 WHERE a.kind = 'answer' AND a.id = unhex(o.body ->> '$.origin.answer', '-')
                   AND s.value ->> '$.id' = o.body ->> '$.origin.statement'
                   AND coalesce(s.value ->> '$.withheld', 0) = 1);

-- attachment: meta data of attached files
--   id, owner_id (a talk, a person, a unit), name, size (bytes), sha256, caption, by_id (inspector or NULL), at (instant)
DROP VIEW IF EXISTS attachment;
CREATE VIEW attachment(id, owner_id, name, size, sha256, caption, by_id, at) AS
SELECT body ->> '$.id', body ->> '$.owner', body ->> '$.name', body ->> '$.size', body ->> '$.sha256',
       body ->> '$.caption', body ->> '$.by', body ->> '$.at'
FROM record WHERE kind = 'attachment';
