/// What a command line asks for.
package enum RuleCommand: Hashable, Sendable {
    /// To change the table.
    case change(Change)
    /// To list it.
    case list(ListOptions)
    /// To print it as rules, with names unless `isNumeric`.
    case save(isNumeric: Bool)
    /// To carry out the rules on standard input.
    case restore
    /// To print the help.
    case help
    /// To print the version.
    case version
}

/// What a listing shows, and how.
package struct ListOptions: Hashable, Sendable {
    /// What is listed.
    package enum Subject: Hashable, Sendable {
        case services
        case service(ServiceIdentity)
        case connections
        case timeouts
        case daemons
    }

    /// The columns of a listing of services.
    package enum Format: Hashable, Sendable, CaseIterable {
        case standard, statistics, rates, thresholds, persistentConnections, tunnels

        /// Whether the columns are counters and rates.
        package var hasCounters: Bool { self == .statistics || self == .rates }
    }

    /// What is listed.
    package var subject = Subject.services
    /// The columns; of several that were asked for, the one that ipvsadm prefers.
    package var format = Format.standard
    /// Whether addresses and ports are printed as numbers.
    package var isNumeric = false
    /// Whether numbers are printed in full.
    package var isExact = false
    /// Whether services and servers are sorted.
    package var isSorted = true
    /// Whether connections are listed with the data of persistence engines.
    package var showsEngineData = false

    /// Creates the options of a plain listing of all services.
    package init() {}
}
