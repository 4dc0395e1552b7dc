//! What this user may see and do: no query runs without a scope.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition};

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Runs the installation: accounts, and everything else.
    Administrator,
    /// Loads data, curates plans and indicators, sees what is late.
    PerformanceManager,
    /// Answers for commitments and indicators.
    Lead,
    /// Reads what the board reads.
    BoardMember,
    /// Looks.
    Viewer,
}

impl Role {
    /// Every role, most powerful first.
    pub const ALL: [Self; 5] = [
        Self::Administrator,
        Self::PerformanceManager,
        Self::Lead,
        Self::BoardMember,
        Self::Viewer,
    ];

    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::PerformanceManager => "performance_manager",
            Self::Lead => "lead",
            Self::BoardMember => "board_member",
            Self::Viewer => "viewer",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::PerformanceManager => "Performance manager",
            Self::Lead => "Lead",
            Self::BoardMember => "Board member",
            Self::Viewer => "Viewer",
        }
    }

    /// Whether the role carries a permission.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::ManageUsers => self == Self::Administrator,
            Permission::ImportPlan
            | Permission::PublishPlan
            | Permission::LoadFigures
            | Permission::PostAnyUpdate
            | Permission::ReadAudit => {
                matches!(self, Self::Administrator | Self::PerformanceManager)
            }
            Permission::PostOwnUpdate => {
                matches!(self, Self::Administrator | Self::PerformanceManager | Self::Lead)
            }
            Permission::ReadBoardPaper => self != Self::Viewer,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Not a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no role; use administrator, performance_manager, lead, board_member or viewer")]
pub struct RoleError(String);

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_lowercase().replace(['-', ' '], "_");
        Self::ALL
            .into_iter()
            .find(|role| role.word() == word)
            .ok_or_else(|| RoleError(text.to_owned()))
    }
}

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Take in a plan document.
    ImportPlan,
    /// Show a plan to the public, or no longer.
    PublishPlan,
    /// Take in observations and targets.
    LoadFigures,
    /// Post an update on any commitment of the own organisation and those below it.
    PostAnyUpdate,
    /// Post an update on a commitment one answers for.
    PostOwnUpdate,
    /// Draw up the board paper.
    ReadBoardPaper,
    /// Read the audit chain.
    ReadAudit,
    /// Make and close accounts.
    ManageUsers,
}

/// A set of organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    /// Every one.
    All,
    /// These, by id.
    Only(Arc<BTreeSet<i64>>),
}

impl Visible {
    /// Whether an organisation is among them.
    #[must_use]
    pub fn contains(&self, organisation_id: i64) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.contains(&organisation_id),
        }
    }

    /// The condition that a column of organisation ids is among them.
    pub fn condition(&self, column: impl ColumnTrait) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Only(ids) => Condition::all().add(column.is_in(ids.iter().copied())),
        }
    }
}

/// Who asks, and what they may see.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The account; none for the command line.
    pub user_id: Option<i64>,
    /// Name, as shown and as kept in the audit chain.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The account's organisation; none for the command line, which stands outside them all.
    pub organisation_id: Option<i64>,
    /// Organisations whose things may be seen: `within`, and those whose figures are published.
    pub visible: Visible,
    /// The own organisation and everything below it: where things may also be changed.
    pub within: Visible,
    /// Posts held.
    pub lead_ids: Vec<i64>,
    /// The day it is for this request.
    pub today: NaiveDate,
}

impl Scope {
    /// The scope of the command line on the installation's own machine: everything.
    #[must_use]
    pub fn system(today: NaiveDate) -> Self {
        Self {
            user_id: None,
            name: "command line".to_owned(),
            role: Role::Administrator,
            organisation_id: None,
            visible: Visible::All,
            within: Visible::All,
            lead_ids: Vec::new(),
            today,
        }
    }

    /// Whether the role carries a permission; where it may be used is [`Scope::may_in`].
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }

    /// Whether a permission may be used on the things of an organisation.
    #[must_use]
    pub fn may_in(&self, permission: Permission, organisation_id: i64) -> bool {
        self.may(permission) && self.within.contains(organisation_id)
    }

    /// Whether the things of an organisation may be seen.
    #[must_use]
    pub fn sees(&self, organisation_id: i64) -> bool {
        self.visible.contains(organisation_id)
    }

    /// The condition that a column of organisation ids is among those that may be seen.
    pub fn sees_condition(&self, column: impl ColumnTrait) -> Condition {
        self.visible.condition(column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_as_people_write_them() {
        for (input, expected) in [
            ("lead", Some(Role::Lead)),
            ("Performance manager", Some(Role::PerformanceManager)),
            ("board-member", Some(Role::BoardMember)),
            ("chief", None),
        ] {
            assert_eq!(input.parse().ok(), expected, "{input}");
        }
    }

    #[test]
    fn a_lead_posts_own_updates_only_and_a_viewer_none() {
        assert!(Role::Lead.may(Permission::PostOwnUpdate));
        assert!(!Role::Lead.may(Permission::PostAnyUpdate));
        assert!(!Role::Viewer.may(Permission::PostOwnUpdate));
        assert!(!Role::PerformanceManager.may(Permission::ManageUsers));
    }

    #[test]
    fn what_is_only_published_may_be_seen_but_not_changed() {
        let scope = Scope {
            role: Role::PerformanceManager,
            visible: Visible::Only(Arc::new(BTreeSet::from([1, 2]))),
            within: Visible::Only(Arc::new(BTreeSet::from([1]))),
            ..Scope::system(NaiveDate::default())
        };
        assert!(scope.sees(2) && !scope.sees(3));
        assert!(scope.may_in(Permission::ImportPlan, 1));
        assert!(!scope.may_in(Permission::ImportPlan, 2));
    }
}
