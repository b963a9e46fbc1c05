/// How a plan ended.
public enum PlanOutcome: Sendable {
    /// Everything was carried out.
    case done
    /// Something was refused or interrupted, and what had been done was undone, by these changes.
    case undone(PlanFailure, by: [Change])
    /// Something was refused or interrupted, and this could not be undone: what would still have to be done for
    /// it, or nil if the table cannot even be read.
    case stuck(PlanFailure, remaining: Plan?, refused: [RefusedChange], undoneBy: [Change])
    /// Other programs kept changing the table through this many attempts. What was done stays; `remaining` is left to
    /// do, nil if the table cannot be read.
    case contested(attempts: Int, remaining: Plan?)
}

/// Why a plan was not carried out.
public enum PlanFailure: Sendable {
    /// The plan looks like a mistake that was not accepted.
    case hazardous([PlanHazard])
    /// The kernel refused changes.
    case refused([RefusedChange])
    /// The conversation with the kernel broke.
    case broken(TableError)
    /// The caller asked to stop.
    case interrupted
    /// The kernel accepted everything but holds something else: the changes that would be left to do.
    case notKept(Plan)
    /// Other programs changed what the plan is about, in each of this many attempts.
    case contested(attempts: Int)
}

/// What became of a table that was to be the wanted one.
public struct RestoreReport: Sendable {
    /// One plan, as far as the kernel took it.
    public struct Step: Sendable {
        /// What the kernel took.
        public var plan: Plan
        /// The part of the table that the plan was made for, as it was.
        public var table: TableSnapshot
    }

    /// How it ended.
    public var outcome: PlanOutcome
    /// How often a plan was made: more than once when other programs interfered.
    public var attempts: Int
    /// What was done, before anything of it was undone.
    public var steps: [Step]
}

/// What became of a plan of which whatever can be was carried out.
package struct PartialOutcome: Sendable {
    /// What the kernel refused, but for what only follows from another refusal.
    package var refused: [RefusedChange] = []
    /// Whether the caller asked to stop.
    package var isInterrupted = false
}

/// What a plan was made from.
package enum PlanBasis: Hashable, Sendable {
    /// All that is wanted.
    case everything
    /// A part of it: something that is not known may be meant to replace what goes.
    case part
}
