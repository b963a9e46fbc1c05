/// A place in a document.
public struct RulePlace: Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The bytes of the line that are meant, from 0; empty for the line as a whole.
    public var columns: Range<Int>

    /// Creates a place.
    public init(line: Int, columns: Range<Int> = 0..<0) {
        self.line = line
        self.columns = columns
    }
}

/// Something to say about a line of a document.
public struct RuleDiagnostic: Error, Hashable, Sendable {
    /// Whether the document can be used in spite of it.
    public enum Severity: Hashable, Sendable {
        /// The document cannot be used.
        case error
        /// The document can be used, but something about it is doubtful.
        case warning
    }

    /// What there is to say.
    public enum Problem: Hashable, Sendable {
        /// The line is no command line.
        case rule(RuleError.Cause)
        /// The kernel would not do what is meant, or it would not work.
        case fault(ConfigurationFault)
        /// A service is added twice.
        case duplicateService(ServiceIdentity, first: Int)
        /// A server is added twice.
        case duplicateServer(Endpoint, ServiceIdentity, first: Int)
        /// A sync daemon is started twice.
        case duplicateDaemon(SyncDaemon.Role, first: Int)
        /// The kernel would refuse the line, because of what the lines before it have done.
        case refused(RefusedChange)
        /// No kernel up to now has a scheduler of this name.
        case unknownScheduler(Scheduler)
        /// No kernel up to now has a persistence engine of this name.
        case unknownEngine(KernelName)
        /// The last line does not end in a line break: the file may have been cut off.
        case noFinalLineBreak
    }

    /// How bad it is.
    public var severity: Severity
    /// What there is to say.
    public var problem: Problem
    /// Where.
    public var place: RulePlace
    /// The line as it is written.
    public var source: String
}

extension RuleDiagnostic.Problem: CustomStringConvertible {
    /// The problem in people's words.
    public var description: String {
        switch self {
        case .rule(let cause): "\(RuleError(cause, at: 0..<0))"
        case .fault(let fault): "\(fault)"
        case .duplicateService(let identity, let line): "\(identity) is added twice, first on line \(line)"
        case .duplicateServer(let endpoint, let identity, let line):
            "\(endpoint) is added twice to \(identity), first on line \(line)"
        case .duplicateDaemon(let role, let line): "the sync \(role) is started twice, first on line \(line)"
        case .refused(let refusal): "\(refusal)"
        case .unknownScheduler(let scheduler):
            "no kernel that is known here has a scheduler '\(scheduler)' (module ip_vs_\(scheduler))"
        case .unknownEngine(let engine):
            "no kernel that is known here has a persistence engine '\(engine)' (module ip_vs_pe_\(engine))"
        case .noFinalLineBreak: "the last line does not end in a line break (was the file cut off?)"
        }
    }
}

extension RuleDiagnostic: CustomStringConvertible {
    /// `line 3, column 7: error: …`.
    public var description: String {
        "line \(place.line), column \(characterColumn + 1): \(label): \(problem)"
    }

    /// The diagnostic as compilers print it: file, line, column and message, then the line and a caret below it.
    public func rendered(file: String) -> String {
        let prefix = source.utf8.prefix(place.columns.lowerBound)
        let blanks = String(decoding: prefix, as: UTF8.self).map { $0 == "\t" ? "\t" : " " as Character }
        let marked = source.utf8.dropFirst(place.columns.lowerBound).prefix(place.columns.count)
        let width = String(decoding: marked, as: UTF8.self).count
        let underline = "^" + String(repeating: "~", count: max(width - 1, 0))
        return """
            \(file):\(place.line):\(characterColumn + 1): \(label): \(problem)
                \(source)
                \(String(blanks))\(underline)
            """
    }

    private var label: String { severity == .error ? "error" : "warning" }

    /// The column in characters, from 0.
    private var characterColumn: Int {
        String(decoding: source.utf8.prefix(place.columns.lowerBound), as: UTF8.self).count
    }
}
