/// Something to say about a line of a document of rules.
package struct RuleFinding: Error, Hashable, Sendable {
    /// What there is to say.
    package enum Kind: Hashable, Sendable {
        /// The line is no command line.
        case rule(RuleError.Cause)
        /// The kernel would not do what is meant, or it would not work.
        case error(ConfigurationError)
        /// The line means something else than it looks like.
        case warning(RuleWarning)
        /// The line says what the line with this number has said already, and nothing else.
        case repetition(first: Int)
        /// A service is added twice; the first time on the line with this number.
        case duplicateService(ServiceIdentity, first: Int)
        /// A server is added twice; the first time on the line with this number.
        case duplicateServer(Endpoint, ServiceIdentity, first: Int)
        /// A sync daemon is started twice; the first time on the line with this number.
        case duplicateDaemon(SyncDaemon.Role, first: Int)
        /// The timeouts are set once more; before that on the line with this number.
        case repeatedTimeouts(first: Int)
        /// The kernel would refuse the line, because of what the lines before it have done.
        case refused(RefusedChange)
        /// A sync daemon is started while there is a server of another address family than its service.
        case daemonBesideMixedFamilies(SyncDaemon.Role, Endpoint, ServiceIdentity, line: Int)
        /// A server of another address family than its service is added while a sync daemon runs.
        case mixedFamiliesBesideDaemon(Endpoint, ServiceIdentity, SyncDaemon.Role, line: Int)
        /// No kernel up to now has a scheduler of this name.
        case unknownScheduler(Scheduler)
        /// No kernel up to now has a persistence engine of this name.
        case unknownEngine(KernelName)
        /// A name has control characters.
        case unprintableName(KernelName)
        /// The document has the form of another program's.
        case foreignFormat(String)
        /// A comment that begins with `#:` and an option says nothing that is known; its text.
        case remark(String)
        /// Such a comment stands after a rule; its text.
        case misplacedRemark(String)
        /// The last line does not end in a line break: the file may have been cut off.
        case noFinalLineBreak
    }

    /// Whether the document can be used in spite of it.
    package var severity: Diagnostic.Severity
    /// What there is to say.
    package var kind: Kind
    /// The line, from 1.
    package var line: Int
    /// The bytes of the document that are meant.
    package var range: Range<Int>
}

extension RuleFinding.Kind: CustomStringConvertible {
    /// The finding as a message for people.
    package var description: String {
        switch self {
        case .rule(let cause): "\(RuleError(cause, at: 0..<0))"
        case .error(let error): error.withOptions
        case .warning(let warning): "\(warning)"
        case .repetition(let line): "this repeats line \(line) (and is ignored)"
        case .duplicateService(let identity, let line): "\(identity) is added twice, first on line \(line)"
        case .duplicateServer(let endpoint, let identity, let line):
            "\(endpoint) is added twice to \(identity), first on line \(line)"
        case .duplicateDaemon(let role, let line): "the sync \(role) is started twice, first on line \(line)"
        case .repeatedTimeouts(let line): "the timeouts were set on line \(line) already (this line counts)"
        case .refused(let refusal): "\(refusal)"
        case .daemonBesideMixedFamilies(let role, let endpoint, let identity, let line):
            "the kernel starts no sync \(role) beside a server of another address family than its service: "
                + "\(endpoint) of \(identity) on line \(line)"
        case .mixedFamiliesBesideDaemon(let endpoint, let identity, let role, let line):
            "the kernel takes no server of another address family than its service (\(endpoint) of \(identity)) "
                + "beside a sync daemon: the \(role) on line \(line)"
        case .unknownScheduler(let scheduler):
            "no known kernel has a scheduler '\(scheduler)' (\(scheduler.hint))"
        case .unknownEngine(let engine):
            "no known kernel has a persistence engine '\(engine)' (module ip_vs_pe_\(engine))"
        case .unprintableName(let name): "the name '\(name)' has a control character"
        case .foreignFormat(let text): text
        case .remark(let text):
            "'\(text)' means nothing here (known is \(DocumentRemark.mark) \(DocumentRemark.option) services, or "
                + "servers; for a comment, leave the colon out)"
        case .misplacedRemark(let text):
            "'\(DocumentRemark.mark) \(text)' has no meaning after a rule (put it on a line of its own; for a comment, "
                + "leave the colon out)"
        case .noFinalLineBreak:
            "the last line does not end in a line break (the document may have been cut off; add one if not)"
        }
    }
}
