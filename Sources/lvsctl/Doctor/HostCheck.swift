import IPVSKit

/// Something that is wrong with a host, or may be.
struct HostFinding {
    /// What it is about: a service, a server, a setting.
    var subject: String
    /// What was read, and where.
    var evidence: String
    /// What it means for clients.
    var consequence: String
    /// The command that mends it.
    var mend: String
}

/// A question about a host.
struct HostCheck: Sendable {
    /// How bad a finding is.
    enum Severity: String, Comparable {
        /// Clients do not get what they ask for.
        case error
        /// They may not, at another time.
        case hint

        static func < (left: Severity, right: Severity) -> Bool { left == .error && right == .hint }
    }

    /// The name of the check.
    let id: String
    let severity: Severity
    /// The forwarding method that it is about; nil for all.
    let method: ForwardingMethod?
    /// Finds what is wrong in the facts.
    let judge: @Sendable (HostFacts) throws(FileError) -> [HostFinding]

    init(
        _ id: String,
        _ severity: Severity,
        _ method: ForwardingMethod? = nil,
        _ judge: @escaping @Sendable (HostFacts) throws(FileError) -> [HostFinding]
    ) {
        (self.id, self.severity, self.method, self.judge) = (id, severity, method, judge)
    }
}

/// What all checks said of a host.
struct HostDiagnosis {
    /// What was found, errors first.
    private(set) var findings: [(check: HostCheck, finding: HostFinding)] = []
    /// The checks that could not be made, and why.
    private(set) var unchecked: [(check: HostCheck, error: FileError)] = []
    /// How many checks were made.
    private(set) var checked = 0

    init(_ facts: HostFacts) {
        let methods = facts.methods
        for check in HostCheck.all.sorted(by: { $0.severity < $1.severity }) {
            if let method = check.method, !methods.contains(method) { continue }
            do {
                findings += try check.judge(facts).map { (check, $0) }
                checked += 1
            } catch {
                unchecked.append((check, error))
            }
        }
    }

    /// Whether a finding is an error.
    var hasErrors: Bool { findings.contains { $0.check.severity == .error } }
}
