/// A file of rules: what it asks for, and everything that is wrong with it, several errors of one line among it.
///
/// The lines are carried out in their order on an empty table, as `ipvsadm -R` would do on a kernel. Besides rules
/// there may be blank lines, comments that begin with `#`, and words quoted as for a shell.
package struct RulesDocument: Sendable {
    /// What the rules without errors ask for.
    package internal(set) var configuration = TableConfiguration()
    /// How much of a table they are.
    package private(set) var coverage = TableCoverage.table
    /// Errors and warnings, in the order of the lines; the first ones of very many.
    package private(set) var findings: [RuleFinding] = []
    /// The others.
    var omitted = OmittedFindings()

    /// More findings than this help nobody.
    package static let findingLimit = 1000

    /// Where the things are that the lines so far have defined; nil until somebody asks.
    private var places: DefinitionPlaces?
    private var rules: KernelRules
    /// Services that have lines with errors, so that later lines about them cannot be checked.
    private var unreadable: Set<ServiceIdentity> = []
    /// Whether there is an error in a line that may have added any service.
    private var hasUnknownServices = false
    /// Services that have lines with errors about them or their servers.
    var misread: Set<ServiceIdentity> = []
    /// Whether there is an error in a line that may be about any service.
    private var hasMisreadLines = false

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - text: the bytes of the document.
    ///   - resolver: who knows the names of hosts and services; without one, everything must be numeric.
    ///   - rules: what the kernel accepts; schedulers and engines that it lacks are only warned of.
    package init(
        _ text: Span<UInt8>,
        resolver: any NameResolver = NumericResolver(),
        rules: KernelRules = KernelRules()
    ) {
        self.rules = rules
        var reader = RuleReader(resolver: resolver)
        let isCutOff = text.count > 0 && text[text.count - 1] != Byte.newline
        var isAtEnd = false
        var mayBeForeign = true
        while !isAtEnd {
            do {
                guard let command = try reader.next(in: text) else { break }
                let before = isCutOff && reader.offset > text.count ? configuration : nil
                take(command, reader, text)
                // What has perhaps been cut off may mean something else.
                if let before { configuration = before }
                mayBeForeign = false
            } catch {
                if mayBeForeign, let format = ForeignFormat.guess(text) {
                    hasMisreadLines = true
                    add(.error, .foreignFormat("\(format)"), at: error.columns, reader)
                    return
                }
                mayBeForeign = false
                report(error, reader, text)
                isAtEnd = error.cause == .zeroByte
            }
        }
        take(reader.remarks)
        guard !isAtEnd, isCutOff else { return }
        hasMisreadLines = true
        add(.error, .noFinalLineBreak, at: reader.extent.count..<reader.extent.count, reader)
    }

    /// Reads a document from text.
    package init(
        _ text: String,
        resolver: any NameResolver = NumericResolver(),
        rules: KernelRules = KernelRules()
    ) {
        self.init(Array(text.utf8).span, resolver: resolver, rules: rules)
    }

    /// Whether the document must not be used.
    package var hasErrors: Bool { omitted.hasErrors || findings.contains { $0.severity == .error } }

    /// Whether all servers of a service are in the configuration: all lines about it are there, without errors.
    func isKnown(_ identity: ServiceIdentity) -> Bool {
        coverage < .servers && !hasMisreadLines && !misread.contains(identity)
    }

    // MARK: Lines

    private mutating func take(_ remarks: [DocumentRemark]) {
        for remark in remarks {
            if let coverage = remark.coverage {
                self.coverage = max(self.coverage, coverage)
            } else if findings.count < Self.findingLimit {
                let finding = RuleFinding(
                    severity: .error,
                    kind: remark.isBehindRule ? .misplacedRemark(remark.text) : .remark(remark.text),
                    line: remark.line,
                    range: remark.range
                )
                findings.insert(finding, at: findings.firstIndex { $0.line > remark.line } ?? findings.count)
            } else {
                omitted.add(.error)
            }
        }
    }

    private mutating func take(_ command: RuleCommand, _ reader: borrowing RuleReader, _ text: Span<UInt8>) {
        guard case .change(let change) = command else {
            let name = reader.parser.command?.spelling ?? ""
            return add(.error, .rule(.notAChange(name)), at: reader.columns(of: nil, in: text), reader)
        }
        for (warning, columns) in reader.warnings(in: text) {
            add(.warning, .warning(warning), at: columns, reader)
        }
        var isMisread = false
        for error in change.errors() {
            isMisread = isMisread || error.severity == .misread
            let columns = reader.columns(of: OptionColumn(placeOf: error.field), in: text)
            add(error.severity == .misread ? .error : .warning, .error(error), at: columns, reader)
        }
        for (name, column) in change.names where !name.isPrintable {
            isMisread = true
            add(.error, .unprintableName(name), at: reader.columns(of: column, in: text), reader)
        }
        if case .setTimeouts(let new) = change, overrides(new) {
            let first = definitionPlaces(reader, text).timeouts ?? 0
            add(.warning, .repeatedTimeouts(first: first), at: reader.columns(of: nil, in: text), reader)
        }
        guard !isMisread else {
            if let identity = change.subject { misread.insert(identity) }
            return giveUp(on: change.subject)
        }
        if let service = change.definedService { acceptModules(of: service, reader, text) }
        do {
            try configuration.apply(change, rules: rules)
            places?.note(change, line: reader.line)
        } catch {
            refuse(change, error, reader, text)
        }
    }

    /// Where the lines before the last one have defined things; from then on, that is noted line by line.
    mutating func definitionPlaces(
        _ reader: borrowing RuleReader,
        _ text: Span<UInt8>
    ) -> DefinitionPlaces {
        if let places { return places }
        let resolver = reader.parser.addresses.resolver
        let places = DefinitionPlaces(text, before: reader.line, resolver: resolver)
        self.places = places
        return places
    }

    /// Whether timeouts that are set already are set to others.
    private func overrides(_ new: ConnectionTimeouts) -> Bool {
        let old = configuration.timeouts ?? ConnectionTimeouts()
        return [(old.tcp, new.tcp), (old.tcpFin, new.tcpFin), (old.udp, new.udp)].contains {
            $0 != 0 && $1 != 0
        }
    }

    /// Warns of a scheduler or engine that no kernel has, and continues as if one had.
    private mutating func acceptModules(
        of service: VirtualService,
        _ reader: borrowing RuleReader,
        _ text: Span<UInt8>
    ) {
        if rules.schedulers.insert(service.scheduler).inserted {
            let columns = reader.columns(of: .scheduler, in: text)
            add(.warning, .unknownScheduler(service.scheduler), at: columns, reader)
        }
        if let engine = service.engine, rules.engines.insert(engine).inserted {
            add(.warning, .unknownEngine(engine), at: reader.columns(of: .engine, in: text), reader)
        }
    }

    private mutating func report(
        _ error: RuleError,
        _ reader: borrowing RuleReader,
        _ text: Span<UInt8>
    ) {
        let all = reader.errors(in: text)
        for error in all.first == error ? all : [error] {
            add(.error, .rule(error.cause), at: error.columns, reader)
        }
        let identity = reader.parser.given.identity
        switch reader.parser.command {
        case .addService: giveUp(on: identity)
        case .addServer: if identity != nil { giveUp(on: identity) }
        default: break
        }
        switch reader.parser.command {
        case .setTimeouts, .startDaemon, .stopDaemon: break
        default: if let identity { misread.insert(identity) } else { hasMisreadLines = true }
        }
    }

    /// Remembers that a line that adds something has an error, so that later lines are not blamed for it.
    private mutating func giveUp(on identity: ServiceIdentity?) {
        if let identity { unreadable.insert(identity) } else { hasUnknownServices = true }
    }

    func isUnreadable(_ identity: ServiceIdentity) -> Bool {
        hasUnknownServices || unreadable.contains(identity)
    }

    mutating func add(
        _ severity: Diagnostic.Severity,
        _ kind: RuleFinding.Kind,
        at columns: Range<Int>,
        _ reader: borrowing RuleReader
    ) {
        guard findings.count < Self.findingLimit else { return omitted.add(severity) }
        let start = reader.extent.lowerBound
        findings.append(
            RuleFinding(
                severity: severity,
                kind: kind,
                line: reader.line,
                range: start + columns.lowerBound..<start + columns.upperBound
            )
        )
    }
}

extension Change {
    /// The names that the change gives the kernel, and the option of each.
    fileprivate var names: [(KernelName, OptionColumn)] {
        if case .startDaemon(let daemon) = self { return [(daemon.interface, .multicastInterface)] }
        guard let service = definedService else { return [] }
        let engine = service.engine.map { ($0, OptionColumn.engine) }
        return [(service.scheduler.rawValue, .scheduler)] + (engine.map { [$0] } ?? [])
    }
}
