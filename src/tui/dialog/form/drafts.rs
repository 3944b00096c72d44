//! What is typed into a form and not saved yet: one draft a field, put back when the form is opened again.

use super::place::FormPlace;
use crate::acts::drafts::{Discard, Sealing};
use crate::error::Result;
use crate::model::value::Instant;
use crate::store::{Draft, Reader};
use crate::tui::effect::{Effect, HandedIn, Job};
use crate::tui::form::Form;
use crate::tui::typing::DRAFT_AFTER_MS;
use crate::tui::update::Cx;
use uuid::Uuid;

impl FormPlace {
    fn field(&self, label: &str) -> String {
        format!("{}/{label}", self.form.word())
    }

    /// Record and field of every draft of the form.
    pub fn drafts(&self, form: &Form) -> Vec<(Uuid, String)> {
        form.fields.iter().map(|f| (self.record, self.field(&f.label))).collect()
    }

    /// Whether a draft is of this form, of whichever record.
    fn is_of(&self, draft: &Draft) -> bool {
        let of_form = draft.field.strip_prefix(self.form.word()).is_some_and(|rest| rest.starts_with('/'));
        of_form && draft.kind == self.kind && draft.parent == self.parent
    }

    /// The record whose unsaved form is taken up here: this one, or the last one begun and never saved where this one
    /// is new.
    fn unsaved(&self, drafts: &[Draft], read: &Reader) -> Result<Option<Uuid>> {
        let mut here = drafts.iter().filter(|d| self.is_of(d));
        if here.clone().any(|d| d.record == self.record) {
            return Ok(Some(self.record));
        }
        if read.head(self.record)?.is_some() {
            return Ok(None);
        }
        // A draft over a record that has gone since is no new one; an element is typed over the record that holds it.
        let is_new = |d: &Draft| d.base.is_none() || self.form.is_of_element();
        let never_saved = |d: &&Draft| is_new(d) && read.head(d.record).is_ok_and(|head| head.is_none());
        Ok(here.rfind(never_saved).map(|d| d.record))
    }
}

/// The drafts of a form on the screen.
#[derive(Debug, Default)]
pub(super) struct FormDrafts {
    /// What the last draft of each field held, or the field itself when there was none.
    posted: Vec<Option<String>>,
    /// When the first key came that is in no draft yet.
    typed_at: Option<i64>,
    /// A draft was posted since the form was opened, or put back then.
    were_posted: bool,
}

impl FormDrafts {
    /// A form as it was opened: nothing is typed yet.
    pub(super) fn new(form: &Form) -> Self {
        Self { posted: states(form), typed_at: None, were_posted: form.is_changed() }
    }

    /// There may be drafts of the form.
    pub(super) const fn were_posted(&self) -> bool {
        self.were_posted
    }

    /// Something was typed or chosen at `now`.
    pub(super) fn edited(&mut self, form: &Form, now: Instant) {
        if self.is_dirty(form) {
            self.typed_at.get_or_insert(now.ms);
        }
    }

    /// Something stands in the form that no draft holds.
    pub(super) fn is_dirty(&self, form: &Form) -> bool {
        states(form) != self.posted
    }

    /// In how many ms drafts are due; 0: now.
    pub(super) fn due(&self, form: &Form, now: Instant) -> Option<i64> {
        // A clock that was put back leaves nothing to wait for.
        let left = |from: i64| if now.ms < from { 0 } else { (from + DRAFT_AFTER_MS - now.ms).max(0) };
        self.typed_at.filter(|_| self.is_dirty(form)).map(left)
    }

    /// Posts the fields that no draft holds as they are.
    pub(super) fn post(&mut self, form: &Form, place: FormPlace, cx: &mut Cx<'_>) {
        let now = states(form);
        for (at, field) in form.fields.iter().enumerate() {
            let Some(text) = now.get(at).cloned().flatten() else { continue };
            if self.posted.get(at) == Some(&Some(text.clone())) {
                continue;
            }
            self.were_posted = true;
            cx.draft(Draft {
                record: place.record,
                kind: place.kind,
                parent: place.parent,
                field: place.field(&field.label),
                caret: text.len(),
                text,
                state: String::new(),
                base: form.over.base,
                at: cx.now,
            });
        }
        self.posted = now;
        self.typed_at = None;
    }

    /// What was handed in since `from` ends the drafts of the form when it is in the file.
    pub(super) fn seal(&mut self, form: &Form, place: FormPlace, from: usize, effects: &mut Vec<Effect>) {
        let drafts = place.drafts(form);
        let handed = effects.split_off(from.min(effects.len()));
        if !handed.iter().any(|e| matches!(e, Effect::Act(_))) {
            // Nothing was handed in that could save it.
            effects.extend(handed);
            return;
        }
        effects.extend(handed.into_iter().map(|effect| match effect {
            Effect::Act(handed) => {
                let HandedIn { act, .. } = *handed;
                let act = Box::new(Sealing { act, drafts: drafts.clone() });
                Effect::Act(Box::new(HandedIn { act, ..*handed }))
            }
            Effect::Start(Job::Attach { path, owner, caption, by, .. }) => {
                Effect::Start(Job::Attach { path, owner, caption, by, drafts: drafts.clone() })
            }
            other => other,
        }));
        self.posted = states(form);
        self.typed_at = None;
    }

    /// What was handed in was refused: everything that differs from the record is to be in a draft again.
    pub(super) fn refused(&mut self, form: &Form, now: Instant) {
        self.posted = form.fields.iter().map(|f| f.draft().filter(|_| !f.is_changed())).collect();
        self.edited(form, now);
    }

    /// Throws the drafts away.
    pub(super) fn discard(&mut self, form: &Form, place: FormPlace, cx: &mut Cx<'_>) {
        cx.act(Discard { drafts: place.drafts(form) });
        self.posted = states(form);
        self.typed_at = None;
    }
}

/// Puts back what was typed and not saved; gives the record that it belongs to.
pub(super) fn put_back(form: &mut Form, place: FormPlace, read: &Reader) -> Result<Option<Uuid>> {
    let drafts = read.drafts()?;
    let Some(record) = place.unsaved(&drafts, read)? else { return Ok(None) };
    for draft in drafts.iter().filter(|d| d.record == record && place.is_of(d)) {
        let of_draft = |label: &str| place.field(label) == draft.field;
        if let Some(field) = form.fields.iter_mut().find(|f| of_draft(&f.label)) {
            field.restore(&draft.text);
            form.over.base = draft.base;
        }
    }
    Ok(form.is_changed().then_some(record))
}

fn states(form: &Form) -> Vec<Option<String>> {
    form.fields.iter().map(crate::tui::form::Field::draft).collect()
}
