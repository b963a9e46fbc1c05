/// How much of a table a document shows; what is missing in it must not be taken for deleted.
public enum TableCoverage: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The whole table.
    case table
    /// Some services of a larger table, each with all of its servers.
    case services
    /// Some servers only of the services that it names.
    case servers

    /// Orders by how much is missing.
    public static func < (left: TableCoverage, right: TableCoverage) -> Bool { left.place < right.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
