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
            if preferences.isJSON { return try writeJSON(reports, isDryRun: false) }
            var summary = PlanSummary()
            for report in reports { summary.add(report.plan) }
            try say(summary.description)
        case .wouldDo(let report, let failure):
            try write(report)
            if let failure { throw failure }
        case .nothingToDo(let reason):
            if preferences.isJSON { return try writeJSON([], isDryRun: preferences.isDryRun) }
            try say(reason)
        }
    }

    /// Writes what would be done.
    func write(_ report: PlanReport) throws {
        if preferences.isJSON { return try writeJSON([report], isDryRun: true) }
        try write(report.text(hasColor: hasColor))
    }

    private func writeJSON(_ reports: [PlanReport], isDryRun: Bool) throws {
        var writer = PlanReport.beginJSON(isDryRun: isDryRun)
        for report in reports {
            try report.write(to: &writer) { writer in
                try write(writer.bytes)
                writer.removeWritten()
            }
        }
        PlanReport.endJSON(&writer)
        try write(writer.bytes)
    }
}
