import IPVSKit

// Which verbs take a document that does not show a whole table.

extension TableCoverage {
    /// The error that a document of this coverage is for a plan of a scope; nil if it can be used.
    func finding(for scope: Plan.Scope) -> DefinitionFinding? {
        guard self > scope.coverage else { return nil }
        return DefinitionFinding(
            .coverage,
            "this shows some \(rawValue) only, and the others would be deleted "
                + "(\(takers); 'lvsctl save' writes the whole table)"
        )
    }

    /// What a careful reader says of a document of this coverage; nil if it shows everything.
    var advice: DefinitionFinding? {
        guard self > .table else { return nil }
        return DefinitionFinding(
            .coverage,
            "this shows some \(rawValue) only (\(takers))",
            severity: .warning
        )
    }

    private var takers: String {
        self == .servers
            ? "only apply --merge and diff --merge take it as it is"
            : "apply and diff --named take it as it is"
    }
}

extension Plan.Scope {
    /// The least that documents for such a plan must show.
    fileprivate var coverage: TableCoverage {
        switch self {
        case .whole: .table
        case .named: .services
        case .merged, .missing: .servers
        }
    }
}
