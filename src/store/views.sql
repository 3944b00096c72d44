-- Core views, version 1: what rules and queries read. A published column is never removed and never changes its
-- meaning; new ones are added. All ids are UUID text as in the bodies, dates are 2022, 2022-03 or 2022-03-08, instants
-- RFC 3339 with offset, money is integer 分, booleans are 0 and 1. Withheld material (转线索) is in none of them: not the
-- statements, nor what hangs on them, nor their words where other records repeat them.
-- Beside them, entry_views.rs makes one view entry_KIND for each kind of entry of the round's methods.

-- told_record: for the other views, not for queries; may change. Records as they may be told, in the columns of record:
-- without those that are told nowhere, with 〔已另行处理〕 for what is withheld in the others. What is closed as a whole
-- within a record (a statement, a claim, a cited line) is named in withheld_link by its id. It joins nothing, so that
-- SQLite reads through it by the indexes of record wherever it stands in a query.
DROP VIEW IF EXISTS left_out;
DROP VIEW IF EXISTS open_record;
DROP VIEW IF EXISTS told_record;
CREATE VIEW told_record(seq, id, kind, parent, head, schema, brief, body, uid, parent_uid) AS
SELECT r.seq, r.id, r.kind, r.parent, r.head,
       coalesce((SELECT t.schema FROM withheld_told t WHERE t.record = r.id), r.schema),
       coalesce((SELECT t.brief FROM withheld_told t WHERE t.record = r.id), r.brief),
       coalesce((SELECT t.body FROM withheld_told t WHERE t.record = r.id), r.body),
       r.uid, r.parent_uid
FROM record r
WHERE NOT EXISTS(SELECT 1 FROM withheld_told t WHERE t.record = r.id AND t.body IS NULL);

-- unit: 被巡察单位
--   id, code (short code), name
DROP VIEW IF EXISTS unit;
CREATE VIEW unit(id, code, name) AS
SELECT uid, body ->> '$.code', body ->> '$.name'
FROM told_record WHERE kind = 'unit';

-- inspector: 巡察干部
--   id, name, part (leader, deputy_leader, liaison, member), gone (1: left the group)
DROP VIEW IF EXISTS inspector;
CREATE VIEW inspector(id, name, part, gone) AS
SELECT uid, body ->> '$.name', body ->> '$.part', body ->> '$.left'
FROM told_record WHERE kind = 'inspector';

-- person: 人员
--   id, unit_id, code (代号), name, post, in_charge (分管), approach (type id of the method),
--   head (主要负责人), leading_body (班子成员), party (unknown, member, probationary, no), party_since (date or NULL),
--   planned (day of the planned talk or NULL)
DROP VIEW IF EXISTS person;
CREATE VIEW person(id, unit_id, code, name, post, in_charge, approach, head, leading_body, party, party_since, planned) AS
SELECT uid, parent_uid, body ->> '$.code', body ->> '$.name', body ->> '$.post',
       body ->> '$.in_charge', body ->> '$.approach', body ->> '$.facts.head', body ->> '$.facts.leading_body',
       body ->> '$.facts.party', body ->> '$.facts.party_since', body ->> '$.planned'
FROM told_record WHERE kind = 'person';

-- interview: 个别谈话
--   id, person_id, unit_id (of the person; NULL when the person is in the bin), method (hash), state (open, broken_off,
--   closed), post (on the day of the talk), sittings (count), begun (instant or NULL), ended (of the last sitting, or
--   NULL), read_back (instant or NULL)
DROP VIEW IF EXISTS interview;
CREATE VIEW interview(id, person_id, unit_id, method, state, post, sittings, begun, ended, read_back) AS
SELECT i.uid, i.parent_uid, p.parent_uid, i.body ->> '$.method', i.body ->> '$.state',
       i.body ->> '$.post', json_array_length(i.body, '$.sittings'), i.body ->> '$.sittings[0].from',
       i.body ->> '$.sittings[#-1].to', i.body ->> '$.read_back'
FROM told_record i LEFT JOIN record p ON p.id = i.parent AND p.kind = 'person'
WHERE i.kind = 'interview';

-- answer: one interview × one question
--   id, interview_id, question (id of the method), wording (0-based), judgement (met, partly, unmet, declined,
--   not_applicable or NULL), progress (open, part, done, excused), statements (count, withheld ones not counted),
--   probes (count of 追问 put), not_put (reason, '' when none)
DROP VIEW IF EXISTS answer;
CREATE VIEW answer(id, interview_id, question, wording, judgement, progress, statements, probes, not_put) AS
SELECT uid, parent_uid, body ->> '$.question', body ->> '$.wording', body ->> '$.judgement',
       substr(brief, instr(brief, ' ') + 1, instr(substr(brief, instr(brief, ' ') + 1), ' ') - 1),
       (SELECT count(*) FROM statement_row s WHERE s.answer_id = told_record.uid),
       json_array_length(body, '$.probes'), body ->> '$.not_put'
FROM told_record WHERE kind = 'answer';

-- statement: 陈述, one paragraph of an answer; withheld ones are left out
--   id, answer_id, interview_id, question, ord (order key; sorts as text within the answer), lane (verbatim, gist,
--   remark), at (instant), text, is_key (重点), supersedes (id of the statement it corrects, or NULL),
--   superseded (1: a later statement corrects this one)
DROP VIEW IF EXISTS statement;
CREATE VIEW statement(id, answer_id, interview_id, question, ord, lane, at, text, is_key, supersedes, superseded) AS
SELECT id, answer_id, interview_id, question, ord, lane, at, text, is_key, supersedes, superseded FROM statement_row;

-- claim: 陈述要素; those pinned to a withheld statement are left out
--   id, answer_id, interview_id, question, field (id of the method), qualifier (exact, about, at_least, at_most, range,
--   does_not_know, refused), type (text, integer, money, date, choice, choices, yes_no, person, or NULL without value),
--   int_value (integer, money in 分, yes_no), text_value (text, date, choice, person id, choices as JSON array),
--   int_high, text_high (upper end of a range), statement_id (or NULL)
DROP VIEW IF EXISTS claim;
CREATE VIEW claim(id, answer_id, interview_id, question, field, qualifier, type, int_value, text_value, int_high,
                  text_high, statement_id) AS
SELECT id, answer_id, interview_id, question, field, qualifier, type, int_value, text_value, int_high, text_high,
       statement_id
FROM claim_row;

-- observation: 疑点; withheld ones, and those that come from a withheld statement, are left out
--   id, unit_id, origin (statement, document, free), interview_id, answer_id, statement_id (NULL unless from a
--   statement), text, by_id (inspector), at (instant), document_id (NULL unless from a document), item (check item of
--   the method or NULL), check_id (check_result or NULL), entry_id (entry or NULL)
DROP VIEW IF EXISTS observation;
CREATE VIEW observation(id, unit_id, origin, interview_id, answer_id, statement_id, text, by_id, at, document_id, item,
                        check_id, entry_id) AS
SELECT uid, parent_uid, body ->> '$.origin.from', body ->> '$.origin.interview',
       body ->> '$.origin.answer', body ->> '$.origin.statement', body ->> '$.text', body ->> '$.by', body ->> '$.at',
       body ->> '$.origin.document', body ->> '$.origin.item', body ->> '$.origin.check', body ->> '$.origin.entry'
FROM told_record WHERE kind = 'observation';

-- attachment: meta data of attached files; those of a withheld observation are left out
--   id, owner_id (a talk, a person, a unit, a document, an observation …), name, size (bytes), sha256, caption, by_id (inspector or NULL), at (instant)
DROP VIEW IF EXISTS attachment;
CREATE VIEW attachment(id, owner_id, name, size, sha256, caption, by_id, at) AS
SELECT uid, parent_uid, body ->> '$.name', body ->> '$.size', body ->> '$.sha256',
       body ->> '$.caption', body ->> '$.by', body ->> '$.at'
FROM told_record WHERE kind = 'attachment';

-- profile: 单位概况, one row a filled-in field
--   unit_id, field (id of the method), type, int_value, text_value (both as in claim)
DROP VIEW IF EXISTS profile;
CREATE VIEW profile(unit_id, field, type, int_value, text_value) AS
SELECT r.uid, v.value ->> '$.field', v.value ->> '$.value.type',
       CASE WHEN v.value ->> '$.value.type' IN ('integer', 'money', 'yes_no') THEN v.value ->> '$.value.is' END,
       CASE WHEN v.value ->> '$.value.type' NOT IN ('integer', 'money', 'yes_no') THEN v.value ->> '$.value.is' END
FROM told_record r, json_each(r.body, '$.profile') v
WHERE r.kind = 'unit';

-- excuse: 免看: a kind of record that is not read
--   id, unit_id, kind (of record, id of the method), year (NULL: the whole period), reason
DROP VIEW IF EXISTS excuse;
CREATE VIEW excuse(id, unit_id, kind, year, reason) AS
SELECT e.value ->> '$.id', r.uid, e.value ->> '$.kind', e.value ->> '$.year', e.value ->> '$.reason'
FROM told_record r, json_each(r.body, '$.excuses') e
WHERE r.kind = 'unit';

-- document: 调阅资料
--   id, unit_id, kind (of record, id of the method), method (hash), title, volume, from_date, to_date (dates or NULL;
--   to_date NULL: the same as from_date), form (original, copy, electronic), provider, received, due_back, returned
--   (dates or NULL), person_id (whose notebook, or NULL), clean (1: 读过，未发现问题), clean_volumes, clean_months,
--   clean_pages (what was read then, or NULL), clean_by_id, clean_at (instant), note
DROP VIEW IF EXISTS document;
CREATE VIEW document(id, unit_id, kind, method, title, volume, from_date, to_date, form, provider, received, due_back,
                     returned, person_id, clean, clean_volumes, clean_months, clean_pages, clean_by_id, clean_at,
                     note) AS
SELECT uid, parent_uid, body ->> '$.kind', body ->> '$.method', body ->> '$.title',
       body ->> '$.volume', body ->> '$.from', body ->> '$.to', body ->> '$.form', body ->> '$.provider',
       body ->> '$.received', body ->> '$.due_back', body ->> '$.returned', body ->> '$.person',
       body ->> '$.clean' IS NOT NULL, body ->> '$.clean.volumes', body ->> '$.clean.months', body ->> '$.clean.pages',
       body ->> '$.clean.by', body ->> '$.clean.at', body ->> '$.note'
FROM told_record WHERE kind = 'document';

-- check_result: one check item in one document
--   id, document_id, unit_id (of the document; NULL when it is in the bin), item (id of the method), verdict (unread,
--   clean, problem, not_applicable), pages, note, by_id (inspector or NULL), at (instant or NULL)
DROP VIEW IF EXISTS check_result;
CREATE VIEW check_result(id, document_id, unit_id, item, verdict, pages, note, by_id, at) AS
SELECT c.uid, c.parent_uid, d.parent_uid, c.body ->> '$.item', c.body ->> '$.verdict',
       c.body ->> '$.pages', c.body ->> '$.note', c.body ->> '$.by', c.body ->> '$.at'
FROM told_record c LEFT JOIN record d ON d.id = c.parent AND d.kind = 'document'
WHERE c.kind = 'check_result';

-- entry: 条目 of any kind; its fields are in the view of its kind (entry_KIND) and, one row each, in field_value
--   id, document_id, unit_id (of the document; NULL when it is in the bin), kind (of entry, id of the method), pages,
--   note, by_id (inspector or NULL), at (instant)
DROP VIEW IF EXISTS entry;
CREATE VIEW entry(id, document_id, unit_id, kind, pages, note, by_id, at) AS
SELECT e.uid, e.parent_uid, d.parent_uid, e.body ->> '$.kind', e.body ->> '$.pages',
       e.body ->> '$.note', e.body ->> '$.by', e.body ->> '$.at'
FROM told_record e LEFT JOIN record d ON d.id = e.parent AND d.kind = 'document'
WHERE e.kind = 'entry';

-- field_value: one filled-in field of an entry
--   entry_id, document_id, kind (of entry), field (id of the method), type, int_value, text_value (as in claim)
DROP VIEW IF EXISTS field_value;
CREATE VIEW field_value(entry_id, document_id, kind, field, type, int_value, text_value) AS
SELECT r.uid, r.parent_uid, r.body ->> '$.kind', v.value ->> '$.field',
       v.value ->> '$.value.type',
       CASE WHEN v.value ->> '$.value.type' IN ('integer', 'money', 'yes_no') THEN v.value ->> '$.value.is' END,
       CASE WHEN v.value ->> '$.value.type' NOT IN ('integer', 'money', 'yes_no') THEN v.value ->> '$.value.is' END
FROM told_record r, json_each(r.body, '$.values') v
WHERE r.kind = 'entry';

-- evidence: 支撑材料; what rests on a withheld statement is left out
--   id, unit_id, source (document, statement, attachment, outside), document_id, check_id, entry_id, interview_id,
--   answer_id, statement_id, attachment_id (NULL unless the source has them), sort (written, talk, other), title,
--   volume, pages, form (original, copy, electronic), extent, provider, obtained (date or NULL), note,
--   by_id (inspector), at (instant)
DROP VIEW IF EXISTS evidence;
CREATE VIEW evidence(id, unit_id, source, document_id, check_id, entry_id, interview_id, answer_id, statement_id,
                     attachment_id, sort, title, volume, pages, form, extent, provider, obtained, note, by_id, at) AS
SELECT uid, body ->> '$.unit', body ->> '$.source.from', body ->> '$.source.document',
       body ->> '$.source.check', body ->> '$.source.entry', body ->> '$.source.interview', body ->> '$.source.answer',
       body ->> '$.source.statement', body ->> '$.source.attachment', body ->> '$.sort', body ->> '$.title',
       body ->> '$.volume', body ->> '$.pages', body ->> '$.form', body ->> '$.extent', body ->> '$.provider',
       body ->> '$.obtained', body ->> '$.note', body ->> '$.by', body ->> '$.at'
FROM told_record WHERE kind = 'evidence';

-- decision: what was decided on a candidate (问题线头) of the roll-up; those that rest on withheld material alone are
-- left out
--   id, unit_id, key (hash of the candidate), title, outcome (adopted, dismissed), problem_id (when adopted, or NULL),
--   reason (when dismissed, or NULL), by_id (inspector), at (instant)
DROP VIEW IF EXISTS decision;
CREATE VIEW decision(id, unit_id, key, title, outcome, problem_id, reason, by_id, at) AS
SELECT uid, body ->> '$.unit', body ->> '$.key', body ->> '$.title', body ->> '$.outcome',
       body ->> '$.problem', body ->> '$.reason', body ->> '$.by', body ->> '$.at'
FROM told_record WHERE kind = 'decision';

-- problem: 问题
--   id, unit_id, method (hash), number (pre-number), state (draft, ready), title, from_date, to_date (dates or NULL),
--   place, sources (问题来源, JSON array of ids of the method), source_other, discovery, level (leading_body, department
--   or NULL), certainty (proved, nearly_proved, needs_evidence, only_reported or NULL), explanation (of the unit),
--   against (what speaks against it), handlers (JSON array of inspectors), note
DROP VIEW IF EXISTS problem;
CREATE VIEW problem(id, unit_id, method, number, state, title, from_date, to_date, place, sources, source_other,
                    discovery, level, certainty, explanation, against, handlers, note) AS
SELECT uid, body ->> '$.unit', body ->> '$.method', body ->> '$.number', body ->> '$.state',
       body ->> '$.title', body ->> '$.from', body ->> '$.to', body ->> '$.place', body ->> '$.sources',
       body ->> '$.source_other', body ->> '$.discovery', body ->> '$.level', body ->> '$.certainty',
       body ->> '$.explanation', body ->> '$.against', body ->> '$.handlers', body ->> '$.note'
FROM told_record WHERE kind = 'problem';

-- fact: 基本情况, one paragraph of a problem
--   id, problem_id, ord (order key; sorts as text within the problem), text (with its marks 〔证N〕)
DROP VIEW IF EXISTS fact;
CREATE VIEW fact(id, problem_id, ord, text) AS
SELECT f.value ->> '$.id', r.uid, f.value ->> '$.order', f.value ->> '$.text'
FROM told_record r, json_each(r.body, '$.facts') f
WHERE r.kind = 'problem';

-- cited: evidence that a problem cites; evidence that is left out is not cited either
--   id, problem_id, ord (order key), number (N of its mark 〔证N〕), evidence_id
DROP VIEW IF EXISTS cited;
CREATE VIEW cited(id, problem_id, ord, number, evidence_id) AS
SELECT c.value ->> '$.id', r.uid, c.value ->> '$.order', c.value ->> '$.number', c.value ->> '$.evidence'
FROM told_record r, json_each(r.body, '$.evidence') c
WHERE r.kind = 'problem'
  AND NOT EXISTS(SELECT 1 FROM withheld_link l WHERE l.record = r.id AND l.element = c.value ->> '$.id');

-- basis: 定性依据 of a problem
--   id, problem_id, ord (order key), regulation (id of the method, '' when it is another), name, version, clause, quote,
--   confirmed_by_id, confirmed_at (who confirmed clause and date, and when; NULL: nobody yet)
DROP VIEW IF EXISTS basis;
CREATE VIEW basis(id, problem_id, ord, regulation, name, version, clause, quote, confirmed_by_id, confirmed_at) AS
SELECT b.value ->> '$.id', r.uid, b.value ->> '$.order', b.value ->> '$.regulation', b.value ->> '$.name',
       b.value ->> '$.version', b.value ->> '$.clause', b.value ->> '$.quote', b.value ->> '$.confirmed.by',
       b.value ->> '$.confirmed.at'
FROM told_record r, json_each(r.body, '$.basis') b
WHERE r.kind = 'problem';

-- responsible: 责任人 of a problem
--   id, problem_id, ord (order key), person_id (or NULL when not on the roster), name, post, kind (main_leader,
--   other_leader, direct)
DROP VIEW IF EXISTS responsible;
CREATE VIEW responsible(id, problem_id, ord, person_id, name, post, kind) AS
SELECT p.value ->> '$.id', r.uid, p.value ->> '$.order', p.value ->> '$.person', p.value ->> '$.name',
       p.value ->> '$.post', p.value ->> '$.kind'
FROM told_record r, json_each(r.body, '$.responsible') p
WHERE r.kind = 'problem';

-- category: where a problem belongs, one row a tree
--   problem_id, tree, node (ids of the method)
DROP VIEW IF EXISTS category;
CREATE VIEW category(problem_id, tree, node) AS
SELECT r.uid, c.value ->> '$.tree', c.value ->> '$.node'
FROM told_record r, json_each(r.body, '$.categories') c
WHERE r.kind = 'problem';

-- suggestion: 建议
--   id, unit_id, problems (JSON array of problem ids), addressee ('': the unit itself), text
DROP VIEW IF EXISTS suggestion;
CREATE VIEW suggestion(id, unit_id, problems, addressee, text) AS
SELECT uid, body ->> '$.unit', body ->> '$.problems', body ->> '$.addressee', body ->> '$.text'
FROM told_record WHERE kind = 'suggestion';

-- quick_fix: 立行立改
--   id, unit_id, problem_id, demand, issued, due (dates or NULL), result, done (date or NULL), by_id (inspector),
--   at (instant)
DROP VIEW IF EXISTS quick_fix;
CREATE VIEW quick_fix(id, unit_id, problem_id, demand, issued, due, result, done, by_id, at) AS
SELECT uid, body ->> '$.unit', body ->> '$.problem', body ->> '$.demand', body ->> '$.issued',
       body ->> '$.due', body ->> '$.result', body ->> '$.done', body ->> '$.by', body ->> '$.at'
FROM told_record WHERE kind = 'quick_fix';

-- loan: a line of the 调阅清单
--   id, unit_id, title, kind (of record, or '' when it is another), copies, form (original, copy, electronic), asked
--   (date), asked_by_id (inspector), due (date or NULL), provider, handed (instant or NULL), document_id (or NULL),
--   copied, returned (instant or NULL), returned_to, note
DROP VIEW IF EXISTS loan;
CREATE VIEW loan(id, unit_id, title, kind, copies, form, asked, asked_by_id, due, provider, handed, document_id, copied,
                 returned, returned_to, note) AS
SELECT uid, parent_uid, body ->> '$.title', body ->> '$.kind', body ->> '$.copies',
       body ->> '$.form', body ->> '$.asked', body ->> '$.asked_by', body ->> '$.due', body ->> '$.provider',
       body ->> '$.handed', body ->> '$.document', body ->> '$.copied', body ->> '$.returned', body ->> '$.returned_to',
       body ->> '$.note'
FROM told_record WHERE kind = 'loan';
