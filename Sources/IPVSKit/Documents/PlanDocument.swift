/// A plan that was saved to be carried out later, if the table is then still the one that it was made for.
///
/// The document is JSON: `{"version": 1, "before": TABLE, "after": TABLE}`, where the tables hold what the plan
/// touches, as in a table's own document.
package struct PlanDocument: Equatable, Sendable {
    /// What the plan touches, as it was.
    package var before: TableConfiguration
    /// The same as it will be.
    package var after: TableConfiguration

    /// Creates a document of a plan for a table.
    package init(_ plan: Plan, for table: TableConfiguration) {
        let goal = table.applying(plan)
        let footprint = plan.footprint(in: table)
        before = table.restricted(to: footprint)
        after = goal.restricted(to: footprint)
    }

    /// Whether a table is already what the plan makes of it, where it touches it.
    package func isCarriedOut(in table: TableConfiguration) -> Bool {
        Plan(from: table, to: table.taking(plan.footprint(in: before), from: after)).isEmpty
    }

    /// The plan.
    package var plan: Plan { Plan(from: before, to: after) }

    /// Writes the document.
    package func write() -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginObject()
        writer.key("version")
        writer.value(JSONDocument.version)
        writer.key("before")
        writer.writeObject(before)
        writer.key("after")
        writer.writeObject(after)
        writer.endObject()
        writer.finish()
        return writer.bytes
    }

    /// What a reader of tables says of a saved plan.
    package static let notATable = "this is a saved plan, not a table"
    /// What a reader of saved plans says of a table.
    package static let tableInstead = "this is a table, not a saved plan"
    /// What a reader of saved plans says of other texts.
    package static let notAPlan = "this is not a saved plan"

    private init() {
        before = TableConfiguration()
        after = TableConfiguration()
    }

    /// Reads a document; what is wrong with it comes in the second value, and then it must not be used.
    package static func read(_ bytes: [UInt8], file: String) -> (PlanDocument, [Diagnostic]) {
        guard TableDocument.Format(of: bytes) == .json else {
            return (PlanDocument(), [Diagnostic(.error, notAPlan, file: file)])
        }
        var reader = JSONDocumentReader(bytes)
        let document = reader.readPlan()
        var source = SourceText(bytes, file: file)
        return (document ?? PlanDocument(), reader.diagnostics(in: &source))
    }

    /// Creates a document of two tables that hold only what the plan touches.
    init(before: TableConfiguration, after: TableConfiguration) {
        self.before = before
        self.after = after
    }
}

extension Plan {
    /// The changes that lead back to the table that the plan was made for, where it touches it.
    package func wayBack(from now: TableConfiguration, to before: TableConfiguration) -> Plan {
        Plan(from: now, to: now.taking(footprint(in: before), from: before))
    }
}

extension TableConfiguration {
    /// Only what a footprint covers, with whole services where anything of them is covered.
    func restricted(to footprint: Plan.Footprint) -> TableConfiguration {
        TableConfiguration(
            services: services.filter { footprint.touches($0.service.identity) },
            timeouts: footprint.timeouts ? timeouts : nil,
            daemons: footprint.daemons.isEmpty ? nil : daemons
        )
    }
}

/// The keys of a plan's document.
enum PlanKey: String, NamedKeys {
    case version
    case before
    case after

    static var refused: [String: (reason: String, unlessValue: String)] {
        [TableKey.partial, .timeouts, .daemons, .services].reduce(into: [:]) {
            $0[$1.rawValue] = (PlanDocument.tableInstead, "")
        }
    }
}

extension JSONDocumentReader {
    /// Reads a plan's document; nil when there is an error.
    mutating func readPlan() -> PlanDocument? {
        var before = TableConfiguration()
        var after = TableConfiguration()
        do throws(JSONSyntaxError) {
            _ = try readObject(PlanKey.self, required: [.version, .before, .after]) {
                (self, key) throws(JSONSyntaxError) in
                switch key {
                case .version: try self.readVersion()
                case .before: before = try self.readPart()
                case .after: after = try self.readPart()
                }
            }
            try reader.end()
        } catch {
            note(error)
        }
        return errorCount == 0 ? PlanDocument(before: before, after: after) : nil
    }

    /// Reads a table within another document.
    mutating func readPart() throws(JSONSyntaxError) -> TableConfiguration {
        table = TableConfiguration()
        serviceOffsets = [:]
        try readTable()
        return table
    }
}
