import IPVSKit

/// Plans as people or programs read them, held back until it is known that they are for one and the same table.
///
/// In memory, there is little of them: see `HeldText`.
struct HeldPlanReport: ~Copyable {
    private let isJSON: Bool
    private let hasColor: Bool
    private var writer = JSONWriter(.indented)
    private var text = HeldText()
    private var last: [UInt8] = []
    /// Whether no plan was added.
    private(set) var isEmpty = true

    /// Creates a report; call ``begin()`` before anything is added.
    init(isJSON: Bool, hasColor: Bool) {
        self.isJSON = isJSON
        self.hasColor = hasColor
    }

    /// Forgets everything.
    mutating func begin() {
        text.clear()
        (last, isEmpty) = ([], true)
        writer = PlanReport.beginJSON(isDryRun: true)
    }

    /// Adds a plan for a part of the table.
    mutating func add(_ plan: Plan, for current: TableSnapshot) {
        isEmpty = false
        let report = PlanReport(plan, for: current)
        if isJSON {
            report.write(to: &writer) { _ in }
            last += writer.bytes
            writer.removeWritten()
        } else {
            last += report.text(hasColor: hasColor)
        }
        text.addPiece(&last)
    }

    /// Writes all of it.
    consuming func write(to output: any TextSink) throws(FileError) {
        if isJSON {
            PlanReport.endJSON(&writer)
            last += writer.bytes
        }
        text.addLast(&last)
        try output.write(text)
    }
}
