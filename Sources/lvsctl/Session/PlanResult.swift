import IPVSKit

/// What became of a plan.
enum PlanResult: ~Copyable {
    /// This was done. Signals wait until it has been told.
    case done([PlanReport], SignalWatch)
    /// In a dry run: this would be done, unless there is a reason not to.
    case wouldDo(PlanReport, unless: (any Error)?)
    /// There is nothing to do, and why.
    case nothingToDo(String)
}

extension Output {
    /// Says what became of a plan; throws the reason why it would not be carried out.
    func tell(_ result: borrowing PlanResult) throws {
        switch result {
        case .done(let reports, _):
            if preferences.isJSON {
                return try PlanReport.writeJSON(reports, isDryRun: false, to: write)
            }
            var summary = PlanSummary()
            for report in reports { summary.add(report.plan) }
            try say(summary.description)
        case .wouldDo(let report, let failure):
            try write(report)
            if let failure { throw failure }
        case .nothingToDo(let reason):
            if preferences.isJSON {
                return try PlanReport.writeJSON([], isDryRun: preferences.isDryRun, to: write)
            }
            try say(reason)
        }
    }

    /// Writes what would be done; text is always in the order of services.
    func write(_ report: PlanReport, jsonOrder: PlanReport.Order = .plan) throws {
        guard preferences.isJSON else { return try report.writeText(hasColor: hasColor, to: write) }
        try PlanReport.writeJSON([report], isDryRun: true, order: jsonOrder, to: write)
    }
}
